import { describe, expect, test } from 'vitest';
import type { CoverageEntry } from '../../../lib/local/states/coverage.ts';
import type { Json } from '../../../lib/local/states/json.ts';
import { type Answer, ourMachines, run, type Script } from './our-machines.ts';
import { answers, promotion, skip } from './retrain-script.ts';
import { boom, MACHINE } from './states-set-up.ts';

const { retrain, rollback } = ourMachines();
const broken = boom('NotLeaseHolder');
/** More than a result may have. */
const tooLarge: Json = { large: 'x'.repeat(256 * 1024) };
/** Trained by each of so many trainers, and together more than a Map may give. */
const manyTrainers = {
  ...answers.retrain,
  trainers: Array.from({ length: 6 }, (_, index) => ({ index, kind: 'forest' })),
};

const paused: Json = { decision: 'switch', outcome: 'paused', code: 'Paused', reason: 'the data is repaired' };

/** Every decision that a step of Retrain can answer. */
const decisions: Readonly<Record<string, Script>> = {
  promotion: {},
  'paused schedules': { assess: [paused] },
  'nothing to do': { assess: [skip] },
  'too little data': { export: [skip] },
  'no better candidate': { register: [answers.kept] },
  'a registered version': { assess: [answers.released], publish: [answers.compareAgain, answers.published] },
  'a lease that is taken': { publish: [answers.wait, answers.published] },
  'another champion': { publish: [answers.compareAgain, answers.published] },
  'a release that is held': { publish: [skip] },
  'no canary': { publish: [answers.publishedAtOnce] },
  'a shift that stands down': { shift: [answers.standDown] },
  'a judge that stands down': { judge: [answers.standDown] },
  'a promotion that stands down': { promote: [answers.standDown] },
  'a promotion that newer code overtakes': { promote: [answers.superseded] },
  'a bad canary': { judge: [answers.rollBack] },
  'trainers that are no list': { assess: [{ ...answers.retrain, trainers: 'forest' }] },
  'models that are too large together': {
    assess: [manyTrainers],
    train: [{ validationScore: 1, large: 'x'.repeat(60 * 1024) }],
  },
};

/** How a task of the machine can fail, and what leads to it. */
const ways: Readonly<Record<string, Script>> = {
  reconcile: {},
  assess: {},
  export: {},
  train: {},
  compare: {},
  register: {},
  publish: {},
  'smoke-test': {},
  drill: {},
  shift: {},
  judge: {},
  promote: {},
  'roll-back': { judge: [answers.rollBack] },
};

const endings: readonly Script[] = [
  { assess: [skip] },
  { assess: [paused] },
  { assess: [broken] },
  { shift: [answers.standDown] },
];

function failing(answer: Answer): Script[] {
  const steps = Object.entries(ways).map(([step, way]) => ({ ...way, [step]: [answer] }));
  return [...steps, ...endings.map((ending) => ({ ...ending, conclude: [answer] }))];
}

async function taken(definition: object, scripts: readonly Script[]): Promise<CoverageEntry[]> {
  const runs: CoverageEntry[][] = [];
  for (const script of scripts) {
    const { setUp } = await run(definition, script);
    runs.push(setUp.service.coverage(MACHINE));
  }
  const [first = []] = runs;
  return first.map((entry, index) => ({ ...entry, taken: runs.some((coverage) => coverage[index]?.taken) }));
}

const missed = (coverage: readonly CoverageEntry[]) =>
  coverage.flatMap(({ state, kind, index, taken }) => (taken ? [] : [`${state}: ${kind} ${index}`]));

describe('every state, rule, Default and Catcher can be reached', () => {
  test('of Retrain', async () => {
    const scripts = [...Object.values(decisions), ...failing(broken), ...failing(tooLarge)];

    const coverage = await taken(
      retrain,
      scripts.map((script) => ({ ...promotion, ...script })),
    );

    expect(missed(coverage)).toEqual([]);
  });

  test('of Rollback', async () => {
    const answersOfRollback = [answers.rolledBack, { ...answers.rolledBack, decision: 'ignored' }, broken, tooLarge];

    const coverage = await taken(
      rollback,
      answersOfRollback.map((answer) => ({ 'roll-back': [answer] })),
    );

    expect(missed(coverage)).toEqual([]);
  });
});
