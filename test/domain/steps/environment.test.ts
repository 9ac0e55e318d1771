import { describe, expect, test } from 'vitest';
import { pickEnvironment, readEnvironment, stepEnvironment, stepNames } from '../../../lib/domain/steps/environment.ts';

describe("a step's environment", () => {
  test('is exactly the variables of its row', () => {
    const source = { MODEL_NAME: 'bank', REGISTRY_TABLE_NAME: 'registry', AWS_REGION: 'eu-central-1' };
    expect(readEnvironment('conclude', source)).toEqual({ MODEL_NAME: 'bank', REGISTRY_TABLE_NAME: 'registry' });
  });

  test('that lacks something is refused with every missing name, empty values among them', () => {
    expect(() => readEnvironment('smoke-test', { MODEL_NAME: 'bank', REGISTRY_TABLE_NAME: '' })).toThrow(
      expect.objectContaining({
        name: 'MissingConfiguration',
        message: "set REGISTRY_TABLE_NAME, PREDICT_FUNCTION_NAME for the step 'smoke-test'",
      }),
    );
  });

  test('never holds what belongs to another step', () => {
    const all = { MODEL_NAME: 'm', REGISTRY_TABLE_NAME: 'r', PREDICT_FUNCTION_NAME: 'p', SIGNING_KEY_ID: 'secret' };
    expect(pickEnvironment('smoke-test', all)).toEqual({
      MODEL_NAME: 'm',
      REGISTRY_TABLE_NAME: 'r',
      PREDICT_FUNCTION_NAME: 'p',
    });
  });
});

test('predict knows neither the registry nor the definition, so that neither can change how it answers', () => {
  expect(stepEnvironment.predict.filter((name) => /REGISTRY|DEFINITION/.test(name))).toEqual([]);
});

test('only registration and publishing know the signing key, for signing and for checking', () => {
  expect(stepNames.filter((step) => (stepEnvironment[step] as readonly string[]).includes('SIGNING_KEY_ID'))).toEqual([
    'register',
    'publish',
  ]);
});
