import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { ModelDefinitionFile } from '../domain/definition/model-definition.ts';
import { ModelPlatform, type ModelPlatformProps } from './platform/model-platform.ts';
import { RetrainingPipeline } from './retraining-pipeline.ts';

export interface PlatformStackProps extends StackProps, ModelPlatformProps {}

/** What all models share. */
export class PlatformStack extends Stack {
  readonly platform: ModelPlatform;

  constructor(scope: Construct, id: string, props: PlatformStackProps = {}) {
    super(scope, id, props);
    this.platform = new ModelPlatform(this, 'Platform', props);
  }
}

export interface ModelStackProps extends StackProps {
  readonly platform: ModelPlatform;
  readonly definition: ModelDefinitionFile;
  /** Where training containers may run. @default none */
  readonly vpc?: ec2.IVpc;
  /** Scores models in ONNX. @default none */
  readonly onnxRuntime?: lambda.ILayerVersion;
}

/** One model. */
export class ModelStack extends Stack {
  readonly pipeline: RetrainingPipeline;

  constructor(scope: Construct, id: string, props: ModelStackProps) {
    super(scope, id, props);
    this.pipeline = new RetrainingPipeline(this, 'Pipeline', props);
  }
}

export interface RatchetStacksProps extends ModelPlatformProps {
  /** One per model. */
  readonly definitions: readonly ModelDefinitionFile[];
  readonly env?: StackProps['env'];
  /** Where training containers of every model may run. @default none: what does not fit into a function fails */
  readonly vpc?: ec2.IVpc;
  /** A layer with `onnxruntime-node` for models in ONNX. @default none: such models are refused */
  readonly onnxRuntime?: lambda.ILayerVersion;
}

/** One stack for the platform and one per model. */
export function ratchetStacks(app: App, props: RatchetStacksProps): { platform: PlatformStack; models: ModelStack[] } {
  const { definitions, env, vpc, onnxRuntime, ...platformProps } = props;
  const platform = new PlatformStack(app, 'RatchetPlatform', { ...platformProps, ...(env && { env }) });
  const models = definitions.map(
    (definition) =>
      new ModelStack(app, `Ratchet-${definition.name}`, {
        description: `Ratchet: retraining, release and serving of ${definition.name}`,
        platform: platform.platform,
        definition,
        ...(vpc && { vpc }),
        ...(onnxRuntime && { onnxRuntime }),
        ...(env && { env }),
      }),
  );
  return { platform, models };
}
