import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as errors from '../../../lib/domain/ledger/ledger-errors.ts';
import { ledgerEventSchema } from '../../../lib/domain/ledger/ledger-event.ts';
import { stateProblems } from '../../../lib/domain/ledger/ledger-invariants.ts';
import { ledgerStateSchema, phaseOf } from '../../../lib/domain/ledger/ledger-state.ts';
import { transition } from '../../../lib/domain/ledger/transition.ts';
import { secondsAfter } from '../../../lib/domain/time.ts';
import { histories, type Step } from './ledger-histories.ts';
import { acquired, eventOf, rolledBack, SECOND } from './ledger-samples.ts';

const RUNS = 150;
/** As many as it takes to meet what is rare. */
const MANY_RUNS = 600;

/** A property of every step of any history. The histories are frozen, so a rule that changes its input throws. */
function everyStep(check: (step: Step) => void, numRuns = RUNS): void {
  fc.assert(
    fc.property(histories, (steps) => steps.forEach(check)),
    { numRuns },
  );
}

/** What is worth meeting in a random history. */
function sights({ refusal, event, before, after }: Step): string[] {
  if (refusal instanceof Error) return [refusal.name];
  const phase = phaseOf(before, event.at);
  return [
    event.type,
    phase,
    ...(event.type === 'rolled-back' ? [`rolled back in ${phase}`] : []),
    ...(after.rejectedCode === null ? [] : ['rejected code']),
    ...(after.previousChampions.length === 3 ? ['three former champions'] : []),
  ];
}

function acceptedSteps(check: (step: Step) => void): void {
  everyStep((step) => {
    if (step.refusal === null) check(step);
  });
}

describe('after any history', () => {
  test('a move is refused by name, or leads to a state that is whole', () => {
    everyStep(({ refusal, event, after }) => {
      expect(ledgerEventSchema.safeParse(event).success).toBe(true);
      if (refusal !== null) expect(refusal).toBeInstanceOf(errors.IllegalTransition);
      expect(stateProblems(after)).toEqual([]);
      expect(ledgerStateSchema.parse(after)).toEqual(after);
    });
  });

  test('every kind of event and every phase is met, and nearly every refusal', () => {
    const seen = new Set<string>();
    everyStep((step) => {
      for (const sight of sights(step)) seen.add(sight);
    }, MANY_RUNS);

    const types = ledgerEventSchema.options.map((option) => option.shape.type.value);
    const phases = ['unborn', 'idle', 'preparing', 'canary', 'probation'];
    const rollbacks = ['idle', 'preparing', 'canary', 'probation'].map((phase) => `rolled back in ${phase}`);
    expect([...seen]).toEqual(
      expect.arrayContaining([...types, ...phases, ...rollbacks, 'rejected code', 'three former champions']),
    );
    const refusals = Object.keys(errors).filter((name) => seen.has(name));
    expect(refusals.length).toBeGreaterThan(20);
  });

  test('traffic moves only with the event that says so, and that names its time and its mover', () => {
    acceptedSteps(({ before, after, event }) => {
      const moves = ['bootstrapped', 'adopted', 'shifted', 'promoted', 'rolled-back'].includes(event.type);

      if (moves) expect(after.routing).toMatchObject({ movedAt: event.at, movedBy: event.actor });
      else expect(after.routing).toEqual(before.routing);
    });
  });

  test('only the holder of the lease publishes, shifts or promotes', () => {
    acceptedSteps(({ before, event }) => {
      if (event.type === 'published' || event.type === 'shifted' || event.type === 'promoted') {
        expect(before.lease?.execution).toBe(event.execution);
      }
    });
  });

  test('nothing has traffic in a release before its champion was drilled', () => {
    acceptedSteps(({ before: { lease }, event }) => {
      if (event.type !== 'shifted' && event.type !== 'promoted') return;
      expect(lease?.drill).not.toBeNull();
      const mayFail = lease?.drill?.excuse === 'champion-alarm' || lease?.grounds.kind === 'forced';
      expect(lease?.drill?.servable === true || mayFail).toBe(true);
    });
  });

  test('only a drill changes what a lease says about the champion', () => {
    acceptedSteps(({ before, after, event }) => {
      const { type } = event;
      if (type === 'servability-checked' && event.check !== 'drill') expect(after.lease).toEqual(before.lease);
      if (type === 'shifted') expect(after.lease?.drill).toEqual(before.lease?.drill);
    });
  });

  test('a champion changes model or code for a reason that can be read', () => {
    acceptedSteps(({ before, after, event }) => {
      if (event.type !== 'promoted') return;
      const { champion, challenger, lease, routing } = before;

      expect(event.evidence).not.toEqual([]);
      expect(challenger?.servability?.servable).toBe(true);
      expect(routing?.canary !== null || lease?.plan === 'immediate').toBe(true);
      if (champion?.modelSha256 !== after.champion?.modelSha256) expect(lease?.grounds.kind).not.toBe('code-change');
      else expect(champion?.functionVersion).not.toBe(after.champion?.functionVersion);
    });
  });

  test('nothing becomes champion without having answered', () => {
    acceptedSteps(({ after, event }) => {
      if (event.type !== 'bootstrapped' && event.type !== 'adopted' && event.type !== 'promoted') return;
      expect(after.champion?.servability?.servable).toBe(true);
    });
  });

  test('a canary only grows until it ends', () => {
    acceptedSteps(({ before, after }) => {
      const [earlier, later] = [before.routing?.canary, after.routing?.canary];
      if (earlier && later) expect(later.weight).toBeGreaterThanOrEqual(earlier.weight);
    });
  });

  test('nothing but a promotion starts a probation, and nothing prolongs it', () => {
    acceptedSteps(({ before, after, event }) => {
      if (event.type === 'promoted') expect(phaseOf(after, event.at)).toBe('probation');
      else expect([null, before.probationEnd]).toContain(after.probationEnd);
    });
  });
});

describe('what was decided to be deleted', () => {
  test('is nothing that is needed, and nothing takes it any more', () => {
    acceptedSteps(({ before, after, event }) => {
      if (event.type === 'pruned') expect(before.lease).toBeNull();
      const taken = [after.champion, after.challenger, ...after.previousChampions].map((one) => one?.functionVersion);
      for (const one of after.pruned) expect(taken).not.toContain(one);
    });
  });

  test('stays said until the next decision of that kind, or another function', () => {
    acceptedSteps(({ before, after, event }) => {
      const moved = event.type === 'adopted' && event.release.functionArn !== before.champion?.functionArn;
      const kept = event.type === 'pruned' ? event.functionVersions : before.pruned;
      expect(after.pruned).toEqual(moved ? [] : kept);
    });
  });
});

describe('the watch after a rollback', () => {
  const ends = ['rollback-watched', 'promoted', 'adopted'];

  test('begins with every rollback, and ends when it is done or something else gets the traffic', () => {
    acceptedSteps(({ before, after, event }) => {
      const unchanged = ends.includes(event.type) ? null : before.watchedSince;
      expect(after.watchedSince).toBe(event.type === 'rolled-back' ? event.at : unchanged);
    });
  });

  test('is of one champion', () => {
    acceptedSteps(({ before, after }) => {
      if (after.watchedSince === null || after.watchedSince !== before.watchedSince) return;
      expect(after.champion?.functionVersion).toBe(before.champion?.functionVersion);
    });
  });
});

describe('from any state', () => {
  test('a person can roll back, if some former champion serves', () => {
    acceptedSteps(({ after, event }) => {
      const { champion, previousChampions } = after;
      const stable = previousChampions.find(({ servability }) => servability?.servable === true);
      if (stable === undefined) return;

      const back = transition(after, rolledBack('manual', { at: secondsAfter(event.at, 1), target: stable }));

      expect(back.champion?.functionVersion).toBe(stable.functionVersion);
      expect(back.champion?.functionVersion).not.toBe(champion?.functionVersion);
      expect(phaseOf(back, secondsAfter(event.at, 1))).toBe('idle');
      expect(stateProblems(back)).toEqual([]);
    });
  });

  test('a release can be ended and, once probation is over, another one begun', () => {
    acceptedSteps(({ after: state, event }) => {
      const at = secondsAfter(event.at, 1);
      const execution = state.lease?.execution ?? null;
      const end =
        phaseOf(state, at) === 'canary'
          ? rolledBack('abandoned', { at })
          : eventOf('failed', { at, execution, error: 'Stopped' });
      const later = secondsAfter(event.at, 100 * 3600);
      const champion = state.champion ?? SECOND;

      const ended = transition(state, end);
      const next = transition(ended, acquired(SECOND, champion, { at: later, until: secondsAfter(later, 60) }));

      expect(phaseOf(next, later)).toBe('preparing');
    });
  });
});
