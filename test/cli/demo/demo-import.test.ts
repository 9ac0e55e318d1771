import { beforeEach, describe, expect, test } from 'vitest';
import { type ImportingRun, importFile, importHistory } from '../../../lib/cli/demo/demo-import.ts';
import { WINDOW_DAYS } from '../../../lib/cli/demo/demo-pace.ts';
import type { StoredOutcome } from '../../../lib/domain/artifacts/outcome.ts';
import { milliseconds } from '../../../lib/domain/time.ts';
import { definitionWith } from '../../domain/definition/definition-samples.ts';
import { MODEL } from '../../domain/ledger/ledger-samples.ts';
import { inMemoryOutcomeArchive } from '../../in-memory/in-memory-outcome-archive.ts';
import { demoRows } from './demo-samples.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 2, 2, 6, 50);
const definition = definitionWith({});

let run: ImportingRun;
let archived: () => Promise<StoredOutcome[]>;
beforeEach(() => {
  const archive = inMemoryOutcomeArchive();
  run = { runtime: { now: () => NOW }, perform: (work) => work({ archive, modelName: MODEL }) };
  archived = async () => {
    const objects = await archive.list(MODEL, '2020-01-01T00:00:00.000Z');
    return (await Promise.all(objects.map((object) => archive.read(object)))).flat();
  };
});

const timesOf = (outcomes: readonly StoredOutcome[]) => outcomes.map(({ time }) => milliseconds(time));

describe('the history', () => {
  test('is archived as what happened up to now, and has arrived by now', async () => {
    const days = await importHistory(run, demoRows(1000), definition);

    const outcomes = await archived();
    expect(days).toBe(WINDOW_DAYS);
    expect(outcomes).toHaveLength(1000);
    expect(Math.min(...timesOf(outcomes))).toBe(NOW - WINDOW_DAYS * DAY);
    expect(Math.max(...timesOf(outcomes))).toBeLessThan(NOW);
    for (const { receivedAt } of outcomes) expect(milliseconds(receivedAt)).toBeLessThanOrEqual(NOW);
  });

  test('is as much longer as it has more rows than a window, so that the window of a retrain has 3,000', async () => {
    expect(await importHistory(run, demoRows(6150), definition)).toBe(14);

    const recent = timesOf(await archived()).filter((time) => time >= NOW - WINDOW_DAYS * DAY);
    expect(recent.length).toBeGreaterThanOrEqual(2999);
    expect(recent.length).toBeLessThanOrEqual(3001);
  });
});

describe('a late file', () => {
  test('arrives now, with what the next retrain reads and the one after it does not', async () => {
    const retrainAt = NOW + 10 * 60_000;

    await importFile(run, demoRows(500), definition, retrainAt);

    const outcomes = await archived();
    expect(outcomes).toHaveLength(500);
    for (const { time, receivedAt } of outcomes) {
      expect(milliseconds(receivedAt)).toBe(NOW);
      expect(milliseconds(time)).toBeGreaterThan(retrainAt - WINDOW_DAYS * DAY);
      expect(milliseconds(time)).toBeLessThan(retrainAt + HOUR - WINDOW_DAYS * DAY);
    }
  });
});
