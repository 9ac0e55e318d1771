import { describe, expect, test } from 'vitest';
import { ExecutionExists } from '../../lib/domain/ports/adapter-errors.ts';
import type { ExecutionStatus, Executions } from '../../lib/domain/ports/executions.ts';

export interface ExecutionsSetUp {
  readonly executions: Executions;
  end(executionArn: string, status: ExecutionStatus): void;
}

export const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:retrain';

/** What everything that runs state machines promises. */
export function executionsContract(name: string, setUp: () => Promise<ExecutionsSetUp>): void {
  describe(name, () => {
    test('an execution that was started runs', async () => {
      const { executions } = await setUp();

      const executionArn = await executions.start(MACHINE, 'code-1', { mode: 'code' });

      expect(executionArn).toBe('arn:aws:states:eu-west-1:123456789012:execution:retrain:code-1');
      expect(await executions.readStatus(executionArn)).toBe('RUNNING');
    });

    test('the same name and input while it runs is the same execution, however the input is written', async () => {
      const { executions } = await setUp();

      const first = await executions.start(MACHINE, 'code-1', { mode: 'code', key: 'a' });
      const second = await executions.start(MACHINE, 'code-1', { key: 'a', mode: 'code' });

      expect(second).toBe(first);
    });

    test('the same name with another input is refused', async () => {
      const { executions } = await setUp();
      await executions.start(MACHINE, 'code-1', { mode: 'code' });

      await expect(executions.start(MACHINE, 'code-1', { mode: 'model' })).rejects.toThrow(ExecutionExists);
    });

    test.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const)(
      'a name is used up once its execution is %s',
      async (status) => {
        const { executions, end } = await setUp();
        const executionArn = await executions.start(MACHINE, 'code-1', {});
        end(executionArn, status);

        await expect(executions.start(MACHINE, 'code-1', {})).rejects.toThrow(ExecutionExists);
        expect(await executions.readStatus(executionArn)).toBe(status);
      },
    );

    test('an execution that nobody knows is missing', async () => {
      const { executions } = await setUp();

      expect(await executions.readStatus('arn:aws:states:eu-west-1:123456789012:execution:retrain:never')).toBe(
        'MISSING',
      );
    });

    test.each(['', 'two words', 'a:b', 'é', 'x'.repeat(81)])("'%s' is no name", async (wrong) => {
      const { executions } = await setUp();

      await expect(executions.start(MACHINE, wrong, {})).rejects.toThrow(/should be 1 to 80 letters/);
    });

    test('a name may have 80 characters', async () => {
      const { executions } = await setUp();

      expect(await executions.start(MACHINE, 'x'.repeat(80), {})).toContain('x'.repeat(80));
    });
  });
}
