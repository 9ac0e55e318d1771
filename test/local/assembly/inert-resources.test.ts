import { expect, test } from 'vitest';
import { inertResources } from '../../../lib/local/assembly/inert-resources.ts';

test('a layer is named by its ARN with a version, as functions ask for it', () => {
  const type = 'AWS::Lambda::LayerVersion';
  const request = { stackName: 'Churn', stackId: 'stack', logicalId: 'Onnx', type, properties: {}, assets: new Map() };

  expect(inertResources[type]?.(request).physicalId).toMatch(/^arn:aws:lambda:[a-z0-9-]+:\d{12}:layer:Churn-Onnx:1$/);
});
