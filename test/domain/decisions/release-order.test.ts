import { describe, expect, test } from 'vitest';
import { codeReleaseOrder, requireRegistered, versionRelease } from '../../../lib/domain/decisions/release-order.ts';
import { InvalidInput } from '../../../lib/domain/errors.ts';
import type { EventOf } from '../../../lib/domain/ledger/ledger-event.ts';
import { RecordBroken } from '../../../lib/domain/ports/adapter-errors.ts';
import { assessOutputSchema } from '../../../lib/domain/steps/assess.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { bootstrapped, eventOf, FIRST, ledgerOf, minute, SECOND } from '../ledger/ledger-samples.ts';

const record = sampleRecord('1.1.0');
const compared = { modelVersion: FIRST.modelVersion, modelSha256: FIRST.modelSha256 };
const asked = { force: false, reason: null };

function registered(verdict: EventOf<'registered'>['verdict']) {
  const { modelVersion, modelSha256 } = SECOND;
  const events = [bootstrapped(FIRST), eventOf('registered', { at: minute(1), modelVersion, modelSha256, verdict })];
  return ledgerOf(events)[1] ?? null;
}

describe("a release of the champion's model on new code", () => {
  test('orders the artefact of its record', () => {
    const first = sampleRecord('1.0.0');

    expect(codeReleaseOrder(FIRST, first)).toEqual({
      candidate: { modelVersion: '1.0.0', model: first.model },
      compared,
      grounds: { kind: 'code-change' },
    });
  });

  test.each([
    ['there is no record', null],
    ['the record is of another model', { ...sampleRecord('1.0.0'), model: record.model }],
  ])('is refused when %s', (_, found) => {
    expect(() => codeReleaseOrder(FIRST, found)).toThrow(RecordBroken);
  });
});

describe('a model version that is asked for', () => {
  test('is found', () => {
    expect(requireRegistered('1.1.0', record, [])).toBe(record);
  });

  test('is refused when it is not registered, and the message says which are', () => {
    const refused = () => requireRegistered('9.9.9', null, [sampleRecord('1.0.0'), sampleRecord('0.0.0')]);

    expect(refused).toThrow(InvalidInput);
    expect(refused).toThrow(`'modelVersion' should be a registered model version: 1.0.0, 0.0.0, got "9.9.9"`);
  });

  test('is refused with the newest twenty of many', () => {
    const many = Array.from({ length: 22 }, (_, index) => sampleRecord(`1.${22 - index}.0`));

    expect(() => requireRegistered('9.9.9', null, many)).toThrow('1.4.0, 1.3.0 or one of 2 older ones');
    expect(() => requireRegistered('9.9.9', null, many.slice(2))).toThrow('1.2.0, 1.1.0, got');
  });

  test('is refused when nothing is registered', () => {
    expect(() => requireRegistered('9.9.9', null, [])).toThrow('there is none yet');
  });
});

describe('a registered model version', () => {
  test('is released on its won comparison, against the champion of now', () => {
    const entry = registered('promote');

    expect(versionRelease(FIRST, record, entry, asked)).toEqual({
      decision: 'release',
      reason: '1.1.0 won its comparison: see entry 2',
      order: {
        candidate: { modelVersion: '1.1.0', model: record.model },
        compared,
        grounds: { kind: 'comparison', verdict: 'promote', sequence: 2 },
      },
    });
  });

  test.each(['reject', 'hold', 'a-b-test'] as const)('is not released on the verdict %s (S3-14)', (verdict) => {
    const skip = versionRelease(FIRST, record, registered(verdict), { force: false, reason: 'I want it' });

    expect(skip).toEqual({
      decision: 'skip',
      code: 'NotPromotable',
      reason: `1.1.0 was compared with the verdict '${verdict}': set 'force' and give a 'reason' to release it all the same`,
    });
  });

  test('is not released on a record alone, whatever verdict that has', () => {
    const skip = versionRelease(FIRST, { ...record, verdict: 'promote' }, null, asked);

    expect(skip).toMatchObject({ code: 'NotPromotable', reason: expect.stringContaining('has no comparison') });
  });

  test.each(['reject', 'promote'] as const)(
    'is released by force with the verdict %s, for the reason given',
    (verdict) => {
      const release = versionRelease(FIRST, record, registered(verdict), { force: true, reason: 'a recall' });

      expect(release).toMatchObject({
        decision: 'release',
        reason: 'a recall',
        order: { compared, grounds: { kind: 'forced', reason: 'a recall' } },
      });
      expect(assessOutputSchema.parse(release)).toEqual(release);
    },
  );

  test('is not released again while it is the champion, not even by force', () => {
    const skip = versionRelease(SECOND, record, registered('promote'), { force: true, reason: 'a recall' });

    expect(skip).toEqual({ decision: 'skip', code: 'AlreadyChampion', reason: '1.1.0 is the champion already' });
  });
});
