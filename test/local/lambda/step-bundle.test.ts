import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { functionNamed, lambdaSetUp } from './lambda-set-up.ts';

const conclude = fileURLToPath(new URL('../../../dist/lambdas/conclude', import.meta.url));

test('a bundled step with middy and Powertools fails by name, and logs it', async () => {
  expect(existsSync(conclude), 'run npm run build first').toBe(true);
  const { call, service, lines } = lambdaSetUp();
  const environment = { REGISTRY_TABLE_NAME: 'registry', MODEL_NAME: 'churn' };
  service.createFunction(functionNamed('conclude', conclude, 'handler', { environment }));

  const { answer, functionError } = await call('conclude', { outcome: 'unheard-of' });

  expect(functionError).toBe('Unhandled');
  expect(answer.errorType).toBe('InvalidInput');
  expect(answer.errorMessage).toContain("the step 'conclude'");
  const logged = lines.map((line) => JSON.parse(line));
  expect(logged).toEqual([
    expect.objectContaining({
      level: 'ERROR',
      step: 'conclude',
      error: 'InvalidInput',
      timestamp: '2026-01-05T00:00:00.000Z',
    }),
  ]);
});
