import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { modelStandings } from '../../../lib/domain/ledger/model-roles.ts';
import { acceptedEvents } from './ledger-histories.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  CODE_RELEASE,
  canaryOf,
  eventOf,
  FIRST,
  inTurn,
  ledgerOf,
  minute,
  NEW_CODE,
  promoted,
  published,
  releaseOf,
  releasing,
  rolledBack,
  SECOND,
  THIRD,
} from './ledger-samples.ts';

const versions = ['1.2.0', '1.1.0', '1.0.0', '0.0.0'];
const birth = bootstrapped();
const first = [birth, ...releasing(FIRST, BASELINE)];
const second = [...first, ...releasing(SECOND, FIRST)];
const probation = promoted({ probationEnd: minute(1440) });

function standingsAfter(events: readonly LedgerEvent[], verdict: 'reject' | 'promote' = 'promote') {
  return modelStandings(
    versions.map((modelVersion) => ({ modelVersion, verdict })),
    ledgerOf(inTurn(events)),
  );
}

/** Roles of 1.2.0, 1.1.0, 1.0.0 and 0.0.0. */
const rolesAfter = (...given: Parameters<typeof standingsAfter>) =>
  [...standingsAfter(...given).values()].map(({ role }) => role);

const verdictOn = (release: typeof FIRST, verdict: 'reject' | 'hold' | 'promote') =>
  eventOf('registered', { modelVersion: release.modelVersion, modelSha256: release.modelSha256, verdict });

describe('a model version', () => {
  test('is the champion that was born, and a candidate without a release', () => {
    expect(rolesAfter([birth])).toEqual(['candidate', 'candidate', 'candidate', 'champion']);
  });

  test('is rejected by its record, and by its newest verdict in the ledger before that', () => {
    expect(rolesAfter([birth], 'reject')).toEqual(['rejected', 'rejected', 'rejected', 'champion']);
    expect(rolesAfter([birth, verdictOn(FIRST, 'reject')])).toEqual(['candidate', 'candidate', 'rejected', 'champion']);
    expect(rolesAfter([birth, verdictOn(FIRST, 'reject'), verdictOn(FIRST, 'hold')], 'reject')[2]).toBe('candidate');
  });

  test('is the challenger from its publication on', () => {
    expect(rolesAfter([birth, acquired(FIRST, BASELINE)])[2]).toBe('candidate');
    expect(rolesAfter([birth, acquired(FIRST, BASELINE), published(FIRST)])[2]).toBe('challenger');
    expect(rolesAfter([birth, ...canaryOf(FIRST, BASELINE)])[2]).toBe('challenger');
  });

  test('is a candidate again when its release failed before it had traffic', () => {
    const failed = eventOf('failed', { error: 'SmokeTestFailed' });

    expect(rolesAfter([birth, acquired(FIRST, BASELINE), published(FIRST), failed])[2]).toBe('candidate');
  });

  test('is rolled back when its canary failed', () => {
    expect(rolesAfter([...first, ...canaryOf(SECOND, FIRST), rolledBack('canary-verdict')])).toEqual([
      'candidate',
      'rolled-back',
      'champion',
      'previous-champion',
    ]);
  });

  test('is rolled back when it failed as champion', () => {
    const events = [...first, ...canaryOf(SECOND, FIRST), probation, rolledBack('probation-verdict')];

    expect(rolesAfter(events)).toEqual(['candidate', 'rolled-back', 'champion', 'previous-champion']);
  });

  test('is a previous champion while a rollback can reach it', () => {
    expect(rolesAfter(second)).toEqual(['candidate', 'champion', 'previous-champion', 'previous-champion']);
  });

  test('is archived when others came after it that a rollback goes to first', () => {
    const fourth = releaseOf('5', '2.0.0');
    const fifth = releaseOf('6', '2.1.0');
    const events = [...second, ...releasing(THIRD, SECOND), ...releasing(fourth, THIRD), ...releasing(fifth, fourth)];

    expect(rolesAfter(events)).toEqual(['previous-champion', 'previous-champion', 'archived', 'archived']);
  });

  test('is a candidate again when it is registered anew after its time as champion', () => {
    const fourth = releaseOf('5', '2.0.0');
    const fifth = releaseOf('6', '2.1.0');
    const events = [...second, ...releasing(THIRD, SECOND), ...releasing(fourth, THIRD), ...releasing(fifth, fourth)];

    expect(rolesAfter([...events, verdictOn(FIRST, 'promote')])[2]).toBe('candidate');
  });

  test('is champion again after it was rolled back and released anew', () => {
    const again = { ...FIRST, functionVersion: '9' };
    const events = [birth, ...canaryOf(FIRST, BASELINE), rolledBack('manual'), ...releasing(again, BASELINE)];

    expect(rolesAfter(events)[2]).toBe('champion');
  });

  test('stays champion when only a release of its code came back', () => {
    const newCode = { ...FIRST, ...NEW_CODE, functionVersion: '8' };
    const events = [...first, ...canaryOf(newCode, FIRST, CODE_RELEASE), rolledBack('canary-verdict')];

    expect(rolesAfter(events)[2]).toBe('champion');
    expect(rolesAfter([...events, ...releasing(SECOND, FIRST)])[2]).toBe('previous-champion');
  });

  test('is rolled back with the champion when both lose their traffic to an earlier one', () => {
    const target = { ...BASELINE };
    const events = [...first, ...canaryOf(SECOND, FIRST), rolledBack('manual', { target })];

    expect(rolesAfter(events)).toEqual(['candidate', 'rolled-back', 'rolled-back', 'champion']);
  });
});

test('a challenger without traffic is a candidate again when the champion beside it is rolled back', () => {
  const events = [...first, acquired(SECOND, FIRST), published(SECOND), rolledBack('manual', { target: BASELINE })];

  expect(rolesAfter(events)).toEqual(['candidate', 'candidate', 'rolled-back', 'champion']);
});

describe('a model version was deployed', () => {
  const deployedAt = (events: readonly LedgerEvent[]) =>
    [...standingsAfter(events).values()].map((one) => one.deployedAt);

  test('when it was born or promoted', () => {
    expect(deployedAt(second)).toEqual([null, minute(12), minute(6), minute(0)]);
  });

  test('when it was promoted last', () => {
    const again = releasing({ ...FIRST, functionVersion: '9' }, SECOND);

    expect(deployedAt([...second, ...again])[2]).toBe(minute(18));
  });

  test('not when it only got its traffic back', () => {
    const events = [...first, ...canaryOf(SECOND, FIRST), probation, rolledBack('probation-verdict')];

    expect(deployedAt(events)).toEqual([null, minute(12), minute(6), minute(0)]);
  });

  test('not while it only has a canary', () => {
    expect(deployedAt([...first, ...canaryOf(SECOND, FIRST)])[1]).toBeNull();
  });
});

test('an empty ledger leaves every model version to its record', () => {
  expect(rolesAfter([])).toEqual(['candidate', 'candidate', 'candidate', 'candidate']);
});

test('whatever happens, there is one champion, one challenger at most, and both are those of the head', () => {
  const all = ['0.0.0', '1.0.0', '1.1.0', '2.0.0'].map((modelVersion) => ({ modelVersion, verdict: 'hold' as const }));
  fc.assert(
    fc.property(acceptedEvents, (events) => {
      const entries = ledgerOf(events);
      const standings = [...modelStandings(all, entries)];
      const withRole = (wanted: string) =>
        standings.filter(([, { role }]) => role === wanted).map(([version]) => version);
      const state = entries.at(-1)?.state;

      expect(withRole('champion')).toEqual([state?.champion?.modelVersion]);
      const challenger = state?.challenger?.modelVersion;
      const isNew = challenger !== undefined && challenger !== state?.champion?.modelVersion;
      expect(withRole('challenger')).toEqual(isNew ? [challenger] : []);
      for (const version of withRole('candidate')) {
        const sinceItsVerdict = entries.slice(
          entries.findLastIndex(({ event }) => event.type === 'registered' && event.modelVersion === version) + 1,
        );
        expect(sinceItsVerdict.some((entry) => entry.state.champion?.modelVersion === version)).toBe(false);
      }
    }),
  );
});
