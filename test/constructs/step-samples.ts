import type { z } from 'zod';
import { assessInputSchema, assessOutputSchema } from '../../lib/domain/steps/assess.ts';
import { compareInputSchema, compareOutputSchema } from '../../lib/domain/steps/compare.ts';
import { concludeInputSchema, concludeOutputSchema } from '../../lib/domain/steps/conclude.ts';
import { drillInputSchema, drillOutputSchema } from '../../lib/domain/steps/drill.ts';
import { exportInputSchema, exportOutputSchema } from '../../lib/domain/steps/export.ts';
import { judgeInputSchema, judgeOutputSchema } from '../../lib/domain/steps/judge.ts';
import { promoteInputSchema, promoteOutputSchema } from '../../lib/domain/steps/promote.ts';
import { publishInputSchema, publishOutputSchema } from '../../lib/domain/steps/publish.ts';
import { reconcileAnswerSchema, reconcileEventSchema } from '../../lib/domain/steps/reconcile.ts';
import { registerInputSchema, registerOutputSchema } from '../../lib/domain/steps/register.ts';
import { rollBackInputSchema, rollBackOutputSchema } from '../../lib/domain/steps/roll-back.ts';
import { shiftInputSchema, shiftOutputSchema } from '../../lib/domain/steps/shift.ts';
import { smokeTestInputSchema, smokeTestReplySchema } from '../../lib/domain/steps/smoke-test.ts';
import { trainInputSchema, trainOutputSchema } from '../../lib/domain/steps/train.ts';

/** What a step accepts, and one of each answer that it may give. */
export interface StepSample {
  readonly input: z.ZodType;
  readonly outputs: readonly unknown[];
}

const sha256 = 'a'.repeat(64);
const stored = { key: `bank-marketing/models/${sha256}/model.json`, sha256, bytes: 1024 };
const evidence = { metric: 'bad answers', value: 1, threshold: 2, n: 1000, interval: [0, 2] as [number, number] };
const order = {
  candidate: { modelVersion: '1.2.0', model: stored },
  compared: { modelVersion: '1.1.0', modelSha256: sha256 },
  grounds: { kind: 'comparison', verdict: 'promote', sequence: 12 } as const,
};
const skip = { decision: 'skip', code: 'Held', reason: 'probation' } as const;
const standDown = { decision: 'stand-down', code: 'StoodDown', reason: 'the head has another canary' } as const;
const rolledBack = { decision: 'stand-down', code: 'RolledBack', reason: 'an alarm was faster' } as const;
const judged = { weight: 0.1, pollSeconds: 300 } as const;
const places = [0, 1].map(() => ({ engine: 'lambda' }) as const);
const window = { from: '2026-01-24T02:00:00.000Z', to: '2026-01-31T02:00:00.000Z' };
const retrain = { decision: 'retrain', trigger: 'schedule', reason: 'it is Sunday', window } as const;
const published = { decision: 'published', functionVersion: '8' } as const;

function sample<Output extends z.ZodType>(input: z.ZodType, output: Output, outputs: z.input<Output>[]): StepSample {
  return { input, outputs: outputs.map((one) => output.parse(one)) };
}

/** The first answer of each step leads on; a judge of several mind comes last. */
export const stepSamples: Readonly<Record<string, StepSample>> = {
  reconcile: sample(reconcileEventSchema, reconcileAnswerSchema, [
    { moved: false, actions: [] },
    { moved: true, actions: ['the alias was somewhere else'] },
  ]),
  assess: sample(assessInputSchema, assessOutputSchema, [
    { ...retrain, trainers: [{ index: 0, kind: 'logistic-regression' }] },
    { ...retrain, trainers: [0, 1].map((index) => ({ index, kind: 'logistic-regression' })) },
    { decision: 'release', reason: 'the code is new', order: { ...order, grounds: { kind: 'code-change' } } },
    skip,
    { decision: 'switch', outcome: 'paused', reason: 'the data is being repaired' },
  ]),
  export: sample(exportInputSchema, exportOutputSchema, [
    { decision: 'train', snapshot: stored, rows: 4521, newRows: 100, places },
    { ...skip, code: 'TooFewSamples', evidence: [evidence] },
  ]),
  train: sample(
    trainInputSchema,
    trainOutputSchema,
    [0.9, 0.8].map((validationScore) => ({ trainer: 'one', model: stored, evaluation: stored, validationScore })),
  ),
  compare: sample(compareInputSchema, compareOutputSchema, [
    { verdict: 'promote', reason: 'it is better', compared: order.compared, comparison: stored },
  ]),
  register: sample(registerInputSchema, registerOutputSchema, [
    { decision: 'release', order, reason: 'it is better' },
    { decision: 'stop', modelVersion: '1.2.0', verdict: 'reject', reason: 'it is no better' },
  ]),
  publish: sample(publishInputSchema, publishOutputSchema, [
    { ...published, plan: 'canary' },
    { ...published, plan: 'immediate' },
    { decision: 'compare-again', reason: 'another champion reigns' },
    { decision: 'wait', seconds: 60, reason: 'the lease is taken' },
    skip,
  ]),
  'smoke-test': sample(smokeTestInputSchema, smokeTestReplySchema, [
    { ok: true, version: '1.2.0', auc: 0.91, n_train: 4521, load_time: 0.01 },
  ]),
  drill: sample(drillInputSchema, drillOutputSchema, [{ functionVersion: '7', servable: true, reason: 'it answered' }]),
  shift: sample(shiftInputSchema, shiftOutputSchema, [
    { decision: 'shifted', weight: 0.1, pollSeconds: 300 },
    standDown,
    rolledBack,
  ]),
  judge: sample(judgeInputSchema, judgeOutputSchema, [
    { ...judged, decision: 'promote', reason: 'no worse', evidence: [evidence] },
    { ...judged, decision: 'promote', reason: 'no worse', evidence: [] },
    { ...judged, decision: 'continue', reason: 'too early', evidence: [] },
    { ...judged, decision: 'step-up', reason: 'no worse', evidence: [evidence, evidence], pollSeconds: 60 },
    { ...judged, decision: 'roll-back', reason: 'it is worse', evidence: [evidence] },
    { ...judged, decision: 'roll-back', cause: 'superseded', reason: 'newer code', evidence: [evidence] },
    standDown,
    rolledBack,
  ]),
  promote: sample(promoteInputSchema, promoteOutputSchema, [
    { decision: 'promoted', modelVersion: '1.2.0', probationEnd: '2026-02-01T02:00:00.000Z' },
    { decision: 'superseded', cause: 'superseded', reason: 'newer code', evidence: [evidence] },
    standDown,
    rolledBack,
  ]),
  'roll-back': sample(
    rollBackInputSchema,
    rollBackOutputSchema,
    (['rolled-back', 'released', 'already', 'ignored'] as const).map((decision) => ({
      decision,
      reason: 'as it should be',
      success: true,
      restored_from: '1.1.0',
      timestamp: window.to,
    })),
  ),
  conclude: sample(concludeInputSchema, concludeOutputSchema, [{ sequence: 13, code: 'Held', reason: 'probation' }]),
};

/** What Step Functions says about a task that failed. */
export interface ErrorOutput {
  readonly Error: string;
  readonly Cause?: string;
}

/** Failures of every kind: a defect with a long and wide message, a time-out without one, an answer that is too large. */
export const failures: readonly ErrorOutput[] = [
  { Error: 'TypeError', Cause: JSON.stringify({ errorType: 'TypeError', errorMessage: '🔥'.repeat(5000) }) },
  { Error: 'States.Timeout' },
  { Error: 'States.DataLimitExceeded', Cause: 'the answer is larger than 256 KiB' },
];
