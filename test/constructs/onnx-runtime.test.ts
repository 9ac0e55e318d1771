import { App, CfnWaitConditionHandle, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { expect, test } from 'vitest';
import { ratchetStacks } from '../../lib/index.ts';
import {
  bankMarketing,
  deployedContext,
  type SynthesizedStack,
  synthesized,
  synthesizedStacks,
} from './synthesized.ts';

const LAYER = 'arn:aws:lambda:eu-central-1:123456789012:layer:onnxruntime:3';

function synthesizedWithRuntime(): SynthesizedStack {
  const app = new App({ context: deployedContext, builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'Layers');
  // a stack has to have something
  new CfnWaitConditionHandle(stack, 'Nothing');
  const onnxRuntime = lambda.LayerVersion.fromLayerVersionArn(stack, 'Onnx', LAYER);
  return synthesizedStacks(ratchetStacks(app, { definitions: [bankMarketing], onnxRuntime })).model;
}

const layered = ({ resources }: SynthesizedStack) =>
  resources
    .filter(({ type, properties }) => type === 'AWS::Lambda::Function' && properties.Layers !== undefined)
    .map(({ path, properties }) => [path, properties.Layers]);

test('the runtime for ONNX is a layer of the functions that score, and of no other', () => {
  expect(layered(synthesizedWithRuntime()).sort()).toEqual([
    ['Pipeline/Compare/Function', [LAYER]],
    ['Pipeline/Predict/Function', [LAYER]],
    ['Pipeline/Register/Function', [LAYER]],
    ['Pipeline/Train/Function', [LAYER]],
  ]);
});

test('another runtime is changed code, which is released on its own', () => {
  const release = synthesizedWithRuntime().resources.find(({ type }) => type === 'Custom::CodeRelease');

  expect(release?.properties.FunctionProperties.Layers).toEqual([LAYER]);
});

test('without one, functions have no layers', () => {
  expect(layered(synthesized().model)).toEqual([]);
});
