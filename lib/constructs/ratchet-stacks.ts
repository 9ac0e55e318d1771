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

export interface ModelStackProps extends StackProps, Network {
  readonly platform: ModelPlatform;
  readonly definition: ModelDefinitionFile;
}

/** Where training containers may run; without a `vpc`, what does not fit into a function fails. */
type Network = Pick<RetrainingPipelineProps, 'vpc' | 'vpcSubnets' | 'assignPublicIp'>;

/** One model. */
export class ModelStack extends Stack {
  readonly pipeline: RetrainingPipeline;

  constructor(scope: Construct, id: string, props: ModelStackProps) {
    super(scope, id, props);
    this.pipeline = new RetrainingPipeline(this, 'Pipeline', props);
  }
}

export interface RatchetStacksProps extends ModelPlatformProps, Network {
  /** One per model. */
  readonly definitions: readonly ModelDefinitionFile[];
  readonly env?: StackProps['env'];
}

/** One stack for the platform and one per model. */
export function ratchetStacks(app: App, props: RatchetStacksProps): { platform: PlatformStack; models: ModelStack[] } {
  const { definitions, env, vpc, vpcSubnets, assignPublicIp, ...platformProps } = props;
  const network = {
    ...(vpc && { vpc }),
    ...(vpcSubnets && { vpcSubnets }),
    ...(assignPublicIp !== undefined && { assignPublicIp }),
  };
  const platform = new PlatformStack(app, 'RatchetPlatform', { ...platformProps, ...(env && { env }) });
  const models = definitions.map(
    (definition) =>
      new ModelStack(app, `Ratchet-${definition.name}`, {
        description: `Ratchet: retraining, release and serving of ${definition.name}`,
        platform: platform.platform,
        definition,
        ...network,
        ...(env && { env }),
      }),
  );
  return { platform, models };
}
