import { describe, expect, test } from 'vitest';
import { DecisionConflict } from '../../lib/domain/ports/adapter-errors.ts';
import { permanentErrors } from '../../lib/domain/steps/permanent-errors.ts';
import { outcomesFrom, setUp, window } from './export-set-up.ts';

describe('what the data gate decides is recorded', () => {
  test('whether it lets the outcomes through or not, by counts instead of rows', async () => {
    const [few, enough] = [await setUp(outcomesFrom(0, 9)), await setUp(outcomesFrom(0, 10))];
    await few.run();
    await enough.run();

    const at = window.to;
    expect(await few.decisions.list('churn', 'one')).toMatchObject([
      {
        decision: 'data-gate',
        at,
        question: {
          rows: 9,
          labels: [
            ['no', 4],
            ['yes', 5],
          ],
        },
        verdict: { decision: 'skip' },
      },
    ]);
    expect(await enough.decisions.list('churn', 'one')).toMatchObject([
      { decision: 'data-gate', at, question: { rows: 10 }, verdict: { decision: 'train', newRows: 10 } },
    ]);
  });

  test('once, when the step is tried again', async () => {
    const { run, decisions } = await setUp(outcomesFrom(0, 20));
    await run();
    await run();

    expect(decisions.objects.size).toBe(1);
  });

  test('a second time, when outcomes have arrived since the first attempt', async () => {
    const { run, decisions, archive } = await setUp(outcomesFrom(0, 10));
    await run();
    await archive.write('churn', outcomesFrom(10, 1));
    await run();

    const recorded = await decisions.list('churn', 'one');
    expect(recorded.map(({ question }) => question)).toMatchObject([{ rows: 10 }, { rows: 11 }]);
  });

  test('not otherwise than before: other code conflicts at every attempt, so none is made', async () => {
    const { run, decisions } = await setUp(outcomesFrom(0, 20));
    await run();
    for (const [key, text] of decisions.objects) {
      decisions.objects.set(key, text.replace('"decision":"train"', '"decision":"skip"'));
    }

    await expect(run()).rejects.toThrow(DecisionConflict);
    await expect(run()).rejects.toThrow(DecisionConflict);
    expect(permanentErrors).toContain(new DecisionConflict('another answer').name);
  });
});
