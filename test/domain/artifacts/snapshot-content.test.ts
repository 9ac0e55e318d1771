import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectOutcomes, snapshotSchema } from '../../../lib/domain/artifacts/snapshot.ts';
import { freezeOutcomes, type OutcomePart, rowsHash } from '../../../lib/domain/artifacts/snapshot-content.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { timestamp } from '../../../lib/domain/time.ts';
import { sampleOutcome } from '../../contracts/sample-outcome.ts';

const START = Date.parse('2026-01-05T00:00:00.000Z');
const window = { from: timestamp(START), to: timestamp(START + 10) };

const part = (name: string, outcomes: OutcomePart['outcomes']): OutcomePart => ({
  object: { key: `churn/outcomes/${name}`, sha256: sha256Hex(name), bytes: outcomes.length },
  outcomes,
});
const outcome = (id: string, time: number, receivedAt: number, label = 'yes') =>
  sampleOutcome(id, { time: timestamp(START + time), receivedAt: timestamp(START + receivedAt), label });

test('a snapshot says which rows there are, of which labels, and until when they arrived', () => {
  const parts = [
    part('1', [outcome('a', 0, 5), outcome('b', 9, 12, 'no')]),
    part('2', [outcome('c', 10, 20)]),
    part('3', [outcome('d', 3, 15), outcome('e', -1, 30)]),
  ];

  const { rows, snapshot } = freezeOutcomes('churn', window, parts);

  expect(rows.map(({ id }) => id)).toEqual(['a', 'd', 'b']);
  expect(snapshot).toEqual({
    schema: 'ratchet.snapshot/1',
    modelName: 'churn',
    window,
    parts: [parts[0]?.object, parts[2]?.object],
    rows: 3,
    rowsSha256: rowsHash(rows),
    labels: { yes: 2, no: 1 },
    watermark: timestamp(START + 15),
  });
});

test('a part whose outcomes have all arrived earlier in another one stays out', () => {
  const parts = [part('late', [outcome('a', 1, 9)]), part('early', [outcome('a', 1, 5)])];

  expect(freezeOutcomes('churn', window, parts).snapshot.parts).toEqual([parts[1]?.object]);
});

test('ids of the window that came with different contents are counted', () => {
  const parts = [
    part('1', [outcome('a', 1, 5), outcome('b', 2, 5), outcome('c', 3, 5), outcome('d', 4, 5)]),
    part('2', [outcome('a', 1, 9, 'no'), outcome('b', 2, 9), outcome('c', 12, 9), outcome('d', 5, 9)]),
  ];

  expect(freezeOutcomes('churn', window, parts).contradicted).toBe(2);
  expect(freezeOutcomes('churn', window, parts.slice(0, 1)).contradicted).toBe(0);
});

test('a snapshot of before, without findings, can be read, and one with findings too', () => {
  const { snapshot } = freezeOutcomes('churn', window, [part('1', [outcome('a', 1, 5)])]);
  const finding = { code: 'Provisional', severity: 'warning', reason: 'few rows', value: 1, threshold: 100, n: 1 };

  expect(snapshotSchema.parse(snapshot)).not.toHaveProperty('findings');
  expect(snapshotSchema.parse({ ...snapshot, findings: [finding] }).findings).toEqual([finding]);
  expect(snapshotSchema.safeParse({ ...snapshot, findings: [{ ...finding, code: 'Other' }] }).success).toBe(false);
});

test('no rows at all are a snapshot too', () => {
  const { snapshot } = freezeOutcomes('churn', window, []);

  expect(snapshotSchema.parse(snapshot)).toMatchObject({ rows: 0, labels: {}, watermark: null, parts: [] });
});

test('the same rows have the same hash, whatever window and objects they came from, and other rows another', () => {
  const [a, b] = [outcome('a', 1, 5), outcome('b', 2, 5)];
  const hash = (parts: OutcomePart[], to = window.to) =>
    freezeOutcomes('churn', { ...window, to }, parts).snapshot.rowsSha256;

  expect(hash([part('1', [a]), part('2', [b])])).toBe(hash([part('3', [b, a])], timestamp(START + 99)));
  expect(hash([part('1', [a])])).not.toBe(hash([part('1', [b])]));
  expect(hash([part('1', [a])])).not.toBe(hash([part('1', [{ ...a, label: 'no' }])]));
});

test('whoever reads the listed parts selects the very rows that were frozen', () => {
  const any = fc
    .tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: -3, max: 12 }), fc.integer({ min: 0, max: 5 }))
    .map(([id, time, receivedAt]) => outcome(id, time, receivedAt));
  fc.assert(
    fc.property(fc.array(fc.array(any, { maxLength: 5 }), { maxLength: 6 }), (groups) => {
      const parts = groups.map((outcomes, index) => part(String(index), outcomes));

      const { rows, snapshot } = freezeOutcomes('churn', window, parts);

      const listed = parts.filter(({ object }) => snapshot.parts.includes(object));
      const again = selectOutcomes(
        listed.flatMap(({ outcomes }) => outcomes),
        window,
      );
      expect(again).toEqual(rows);
      expect(rowsHash(again)).toBe(snapshot.rowsSha256);
      expect(Object.values(snapshot.labels).reduce((sum, count) => sum + count, 0)).toBe(snapshot.rows);
    }),
  );
});
