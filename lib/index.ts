export { readModelFiles } from './constructs/model-files.ts';
export { ModelPlatform, type ModelPlatformProps } from './constructs/platform/model-platform.ts';
export { type RatchetStacksProps, ratchetStacks } from './constructs/ratchet-stacks.ts';
export { RetrainingPipeline, type RetrainingPipelineProps } from './constructs/retraining-pipeline.ts';
export {
  type ModelDefinition,
  type ModelDefinitionFile,
  modelDefinitionJsonSchema,
  parseModelDefinition,
} from './domain/definition/model-definition.ts';
