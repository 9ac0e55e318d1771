import { expect, test } from 'vitest';
import { MissingConfiguration } from '../../lib/domain/errors.ts';
import { readPin } from '../../lib/domain/model-pin.ts';

const sha256 = 'a'.repeat(64);
const pinned = { MODEL_VERSION: '1.2.0', MODEL_KEY: 'churn/models/a/model.json', MODEL_SHA256: sha256 };

test("a function version's model stands in its environment", () => {
  expect(readPin({ ...pinned, RELEASE_KEY: 'b', MODEL_NAME: 'churn' })).toEqual({
    modelVersion: '1.2.0',
    key: 'churn/models/a/model.json',
    sha256,
  });
});

test.each([
  ['nothing', { MODEL_VERSION: undefined, MODEL_KEY: undefined, MODEL_SHA256: undefined }],
  ['no model version', { MODEL_VERSION: undefined }],
  ['an empty key', { MODEL_KEY: '' }],
  ['no hash', { MODEL_SHA256: undefined }],
  ['a hash that is none', { MODEL_SHA256: 'A'.repeat(64) }],
  ['a model version that is none', { MODEL_VERSION: 'v1' }],
])('an environment with %s is refused, and the message says what to invoke', (_, spoiled) => {
  const read = () => readPin({ ...pinned, ...spoiled });

  expect(read).toThrow(MissingConfiguration);
  expect(read).toThrow(/^MODEL_VERSION, MODEL_KEY, MODEL_SHA256 should name the model .* such as the alias 'live'$/);
});
