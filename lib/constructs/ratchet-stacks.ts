import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ModelDefinitionFile } from '../domain/definition/model-definition.ts';
import { ModelPlatform, type ModelPlatformProps } from './platform/model-platform.ts';
import { RetrainingPipeline, type RetrainingPipelineProps } from './retraining-pipeline.ts';

export interface PlatformStackProps extends StackProps, ModelPlatformProps {}

/** What all models share. */
export class PlatformStack extends Stack {
  readonly platform: ModelPlatform;

  constructor(scope: Construct, id: string, props: PlatformStackProps = {}) {
    super(scope, id, props);
    this.platform = new ModelPlatform(this, 'Platform', props);
  }
}

export interface ModelStackProps extends StackProps, Surroundings {
  readonly platform: ModelPlatform;
  readonly definition: ModelDefinitionFile;
}

/** What an app may give its models besides: a network for training containers, and the runtime of models in ONNX. */
type Surroundings = Pick<RetrainingPipelineProps, 'vpc' | 'vpcSubnets' | 'assignPublicIp' | 'onnxRuntime'>;

/** One model. */
export class ModelStack extends Stack {
  readonly pipeline: RetrainingPipeline;

  constructor(scope: Construct, id: string, props: ModelStackProps) {
    super(scope, id, props);
    this.pipeline = new RetrainingPipeline(this, 'Pipeline', props);
  }
}

export interface RatchetStacksProps extends ModelPlatformProps, Surroundings {
  /** One per model. */
  readonly definitions: readonly ModelDefinitionFile[];
  readonly env?: StackProps['env'];
}

/** One stack for the platform and one per model. */
export function ratchetStacks(app: App, props: RatchetStacksProps): { platform: PlatformStack; models: ModelStack[] } {
  const { definitions, env, vpc, vpcSubnets, assignPublicIp, onnxRuntime, ...platformProps } = props;
  const around = {
    ...(vpc && { vpc }),
    ...(vpcSubnets && { vpcSubnets }),
    ...(assignPublicIp !== undefined && { assignPublicIp }),
    ...(onnxRuntime && { onnxRuntime }),
  };
  const platform = new PlatformStack(app, 'RatchetPlatform', { ...platformProps, ...(env && { env }) });
  const models = definitions.map(
    (definition) =>
      new ModelStack(app, `Ratchet-${definition.name}`, {
        description: `Ratchet: retraining, release and serving of ${definition.name}`,
        platform: platform.platform,
        definition,
        ...around,
        ...(env && { env }),
      }),
  );
  return { platform, models };
}
