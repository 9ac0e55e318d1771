import { expect, test } from 'vitest';
import { OnnxRuntimeMissing } from '../../../lib/training/onnx/onnx-errors.ts';
import { openNetwork } from '../../../lib/training/onnx/onnx-network.ts';
import { graphFile } from './graph-file.ts';

test('without the runtime, the error says where to put it', () => {
  const opening = () => openNetwork(graphFile({ weights: [[1]] }), { columns: 1, positiveClass: 'yes', classes: [] });

  expect(opening).toThrow(OnnxRuntimeMissing);
  expect(opening).toThrow(/Cannot find module 'onnxruntime-node'.*RetrainingPipeline a layer with it as 'onnxRuntime'/);
});
