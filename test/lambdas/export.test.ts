import { describe, expect, test } from 'vitest';
import type { StoredOutcome } from '../../lib/domain/artifacts/outcome.ts';
import { selectOutcomes } from '../../lib/domain/artifacts/snapshot.ts';
import { rowsHash } from '../../lib/domain/artifacts/snapshot-content.ts';
import { readSnapshot } from '../../lib/domain/artifacts/snapshot-door.ts';
import type { ExportOutput } from '../../lib/domain/steps/export.ts';
import { timestamp } from '../../lib/domain/time.ts';
import { sampleOutcome } from '../contracts/sample-outcome.ts';

import { HOUR, outcomesFrom, START, setUp, window } from './export-set-up.ts';

const scheduled = { trigger: 'schedule', schedule: 'weekly' };

test('the outcomes of the window become a snapshot that can be read back, row by row', async () => {
  const outcomes = outcomesFrom(-3, 30);
  const { run, store, archive } = await setUp(outcomes);

  const output = await run();

  if (output.decision !== 'train') throw new Error(output.reason);
  expect(output).toMatchObject({
    rows: 24,
    newRows: 24,
    snapshot: { key: expect.stringMatching(/^churn\/snapshots\//) },
  });
  const snapshot = await readSnapshot(store, output.snapshot);
  const parts = await Promise.all(snapshot.parts.map((part) => archive.read(part)));
  const rows = selectOutcomes(parts.flat(), snapshot.window);
  expect(rows).toEqual(outcomes.slice(3, 27));
  expect(rowsHash(rows)).toBe(snapshot.rowsSha256);
  expect(snapshot).toMatchObject({ modelName: 'churn', window, rows: 24, labels: { yes: 12, no: 12 } });
});

test('outcomes are only ever appended, and a retrain reads the whole window, what was trained on before included (C-6)', async () => {
  const { run, retrain, store, archive } = await setUp(outcomesFrom(0, 10));
  const rowsOf = async (object: Parameters<typeof readSnapshot>[1]) => {
    const { parts, window: span } = await readSnapshot(store, object);
    return selectOutcomes((await Promise.all(parts.map((part) => archive.read(part)))).flat(), span);
  };
  const first = await retrain('1.0.0');
  await archive.write('churn', outcomesFrom(10, 6));
  // another label for an outcome that is there takes nothing back
  await archive.write('churn', outcomesFrom(0, 1, { label: 'no', receivedAt: timestamp(START + 20 * HOUR) }));

  const second = await run();

  if (second.decision !== 'train') throw new Error(second.reason);
  expect(second).toMatchObject({ rows: 16, newRows: 6 });
  expect(await rowsOf(second.snapshot)).toEqual(outcomesFrom(0, 16));
  expect(await rowsOf(first)).toEqual(outcomesFrom(0, 10));
});

test('the same outcomes and window are the same snapshot', async () => {
  const { run } = await setUp(outcomesFrom(0, 20));

  expect(await run()).toEqual(await run());
});

test('an outcome that arrived before it happened, by a clock up to a day ahead, is exported too', async () => {
  const early = sampleOutcome('early', { time: window.from, receivedAt: timestamp(START - 24 * HOUR) });
  const { run, listed } = await setUp([...outcomesFrom(0, 10), { ...early, label: 'yes' }]);

  expect(await run()).toMatchObject({ rows: 11 });
  expect(listed).toEqual([timestamp(START - 24 * HOUR)]);
});

test('an outcome that was archived twice is one row', async () => {
  const { run, archive } = await setUp(outcomesFrom(0, 10));
  await archive.write('churn', outcomesFrom(5, 3));

  expect(await run()).toMatchObject({ rows: 10 });
});

describe('the snapshot before', () => {
  test('is that of the highest model version that was trained on outcomes', async () => {
    const { run, retrain, register, archive } = await setUp(outcomesFrom(0, 10));
    await register('0.0.0', null);
    await retrain('1.0.0');
    await archive.write('churn', outcomesFrom(10, 4));
    await retrain('1.1.0');
    await register('1.2.0', null);
    await archive.write('churn', outcomesFrom(14, 6));

    expect(await run(scheduled)).toMatchObject({ rows: 20, newRows: 6 });
  });

  test('decides how many rows are new, of which a scheduled run needs enough', async () => {
    const { run, retrain, archive, metrics } = await setUp(outcomesFrom(0, 10));
    await retrain('1.0.0');
    await archive.write('churn', outcomesFrom(10, 4));

    expect(await run(scheduled)).toMatchObject({ decision: 'skip', code: 'TooFewNewSamples' });
    expect(await run()).toMatchObject({ decision: 'train', rows: 14, newRows: 4 });
    await archive.write('churn', outcomesFrom(14, 1));
    expect(await run(scheduled)).toMatchObject({ decision: 'train', rows: 15, newRows: 5 });
    expect(metrics.lines.filter((line) => line.startsWith('TrainingRows'))).toEqual([
      'TrainingRows 10',
      'TrainingRows 14',
      'TrainingRows 15',
    ]);
  });

  test('that cannot be read stops the export: nobody could say what is new', async () => {
    const { run, retrain, store } = await setUp(outcomesFrom(0, 10));
    const { key } = await retrain('1.0.0');
    store.objects.delete(key);

    await expect(run()).rejects.toMatchObject({ name: 'ArtifactMissing' });
  });
});

describe('a skip', () => {
  test('says why, and writes no snapshot', async () => {
    const { run, store } = await setUp(outcomesFrom(0, 9));

    expect(await run()).toEqual({
      decision: 'skip',
      code: 'TooFewSamples',
      reason: 'Need at least 10 samples: 9 outcomes are in the window; wait for more, or make the window longer',
      evidence: [{ metric: 'TooFewSamples', value: 9, threshold: 10, n: 9, interval: null }],
    });
    expect(store.objects.size).toBe(0);
  });

  test('over a data set that shrank still counts the rows it lacks, which is what the alarm waits for', async () => {
    const { run, retrain, metrics } = await setUp(outcomesFrom(0, 20), { gate: { smallerDataset: 'refuse' } });
    await retrain('1.0.0');

    const output = await run({}, { from: window.from, to: timestamp(START + 12 * HOUR) });

    expect(output).toMatchObject({ decision: 'skip', code: 'DatasetShrank' });
    expect(metrics.lines).toEqual(['DatasetShrinkage 0', 'TrainingRows 20', 'DatasetShrinkage 8']);
  });
});

test('a data set that may shrink is trained on, and what it lacks is counted', async () => {
  const { run, retrain, metrics } = await setUp(outcomesFrom(0, 20));
  await retrain('1.0.0');

  await run({}, { from: window.from, to: timestamp(START + 19 * HOUR) });

  expect(metrics.lines.slice(2)).toEqual(['DatasetShrinkage 1', 'TrainingRows 19']);
});

describe('what the data gate finds and lets pass', () => {
  const told = async (store: Parameters<typeof readSnapshot>[0], output: ExportOutput) => {
    if (output.decision !== 'train') throw new Error(output.reason);
    const { findings = [] } = await readSnapshot(store, output.snapshot);
    return findings.map(({ code, severity }) => `${code} ${severity}`);
  };

  test('is kept with the snapshot', async () => {
    const { run, store } = await setUp(outcomesFrom(0, 20));

    expect(await told(store, await run())).toEqual(['Provisional warning']);
  });

  test('is nothing for data that are as they should be', async () => {
    const { run, store } = await setUp(outcomesFrom(0, 20), { samples: { minimum: 10, trusted: 20, minimumNew: 5 } });

    expect(await told(store, await run())).toEqual([]);
  });

  test('is a champion of other features than the definition has', async () => {
    const { run, store, crown } = await setUp(outcomesFrom(0, 20));
    await crown({ age: 'numeric', balance: 'numeric', job: 'categorical' });

    expect(await told(store, await run())).toEqual(['Provisional warning', 'SchemaChanged warning']);
  });

  test('is not a champion of the same ones', async () => {
    const { run, store, crown } = await setUp(outcomesFrom(0, 20));
    await crown({ age: 'numeric', balance: 'numeric', job: 'categorical', marital: 'categorical' });

    expect(await told(store, await run())).toEqual(['Provisional warning']);
  });

  test('is an id that came a second time with another label', async () => {
    const { run, store, archive } = await setUp(outcomesFrom(0, 20));
    await archive.write('churn', outcomesFrom(3, 1, { label: 'no', receivedAt: timestamp(START + 30 * HOUR) }));

    expect(await told(store, await run())).toEqual(['Provisional warning']);
    await archive.write('churn', outcomesFrom(4, 1, { label: 'no', receivedAt: timestamp(START + 30 * HOUR) }));
    expect(await told(store, await run())).toEqual(['Provisional warning', 'ContradictedIds warning']);
  });
});

test('labels that are swapped since the last snapshot are not trained on', async () => {
  const rare = (count: number, often: string, seldom: string) =>
    outcomesFrom(0, count).map((one, index) => ({ ...one, label: index % 10 === 0 ? seldom : often }));
  const { retrain, run, archive, metrics } = await setUp(rare(20, 'no', 'yes'));
  await retrain('1.0.0');
  archive.objects.clear();
  await archive.write('churn', rare(20, 'yes', 'no'));

  expect(await run()).toMatchObject({
    decision: 'skip',
    code: 'LabelShift',
    evidence: [
      { metric: 'LabelShift', value: 0.8, threshold: 0.2, n: 20 },
      { metric: 'Provisional' },
      { metric: 'TooFewNewSamples' },
    ],
  });
  expect(metrics.lines.filter((line) => line.startsWith('TrainingRows'))).toEqual(['TrainingRows 20']);
});

test('a champion whose artefact is gone stops the export: nobody could say what it reads', async () => {
  const { run, crown, store } = await setUp(outcomesFrom(0, 20));
  store.objects.delete(await crown({ age: 'numeric' }));

  await expect(run()).rejects.toMatchObject({ name: 'ArtifactMissing' });
});

test('an archived outcome of another schema than that of the outcome table stops the export (S1-03)', async () => {
  const { run, archive } = await setUp(outcomesFrom(0, 20));
  await archive.write('churn', [
    { ...outcomesFrom(21, 1)[0], schema: 'ratchet.outcome/2' } as unknown as StoredOutcome,
  ]);

  await expect(run()).rejects.toMatchObject({ name: 'ArtifactBroken' });
});

test('a part that was spoiled stops the export', async () => {
  const { run, archive } = await setUp(outcomesFrom(0, 20));
  const [key] = archive.objects.keys();
  archive.objects.set(key ?? '', new TextEncoder().encode('spoiled'));

  await expect(run()).rejects.toMatchObject({ name: 'ArtifactHashMismatch' });
});

describe('where candidates are trained', () => {
  const trainers = [{ index: 0, kind: 'logistic-regression' }];

  test('is said for every trainer that is asked for', async () => {
    const { run } = await setUp(outcomesFrom(0, 20), { training: { engine: 'fargate' } });

    expect(await run({}, window, trainers)).toMatchObject({ places: [{ engine: 'fargate', megabytes: '8192' }] });
    expect(await run()).toMatchObject({ places: [] });
  });

  test('stops the execution before a snapshot is written where there is no room', async () => {
    const { run, store } = await setUp(outcomesFrom(0, 20), { training: { engine: 'fargate' } }, ['lambda']);

    await expect(run({}, window, trainers)).rejects.toMatchObject({ name: 'DataTooLarge' });
    expect(store.objects.size).toBe(0);
  });
});
