import type { Json } from '../../../lib/local/states/json.ts';
import type { Script } from './our-machines.ts';

const order = { candidate: { modelVersion: '1.2.0' } };
const evidence = [{ metric: 'bad events', value: 0.01, threshold: 0.02, n: 500, interval: null }];

export const skip: Json = { decision: 'skip', code: 'TooFewSamples', reason: 'only 12 rows' };

const judged = (decision: string, reason = `it says ${decision}`) => ({
  decision,
  reason,
  evidence,
  weight: 0.1,
  pollSeconds: 60,
});

/** Answers of a step, by what they lead to. */
export const answers = {
  retrain: {
    decision: 'retrain',
    trigger: 'schedule',
    reason: 'it is time',
    window: { from: 'a', to: 'b' },
    trainers: [
      { index: 0, kind: 'logistic' },
      { index: 1, kind: 'forest' },
    ],
  },
  released: { decision: 'release', reason: 'as asked', order },
  exported: { decision: 'train', snapshot: { key: 's' }, rows: 900, newRows: 30 },
  compared: { verdict: 'promote', reason: 'better', compared: { modelVersion: '1.1.0' }, comparison: { key: 'c' } },
  kept: { decision: 'stop', modelVersion: '1.2.0', verdict: 'reject', reason: 'worse' },
  published: { decision: 'published', functionVersion: '7', plan: 'canary' },
  publishedAtOnce: { decision: 'published', functionVersion: '7', plan: 'immediate' },
  compareAgain: { decision: 'compare-again', reason: 'another champion' },
  wait: { decision: 'wait', seconds: 600, reason: 'the lease is taken' },
  shifted: { decision: 'shifted', weight: 0.1, pollSeconds: 300 },
  standDown: { decision: 'stand-down', code: 'StoodDown', reason: 'the head says otherwise' },
  superseded: { decision: 'superseded', cause: 'superseded', reason: 'newer code was deployed', evidence },
  continue: judged('continue'),
  stepUp: judged('step-up'),
  promote: judged('promote'),
  rollBack: judged('roll-back'),
  accused: { ...judged('roll-back', 'an alarm names it'), cause: 'alarm' },
  promoted: { decision: 'promoted', modelVersion: '1.2.0', probationEnd: '2026-01-03' },
  rolledBack: { decision: 'rolled-back', reason: 'done', success: true, restored_from: '1.1.0', timestamp: 't' },
} as const satisfies Readonly<Record<string, Json>>;

const trainer = (payload: Json) => (payload as { trainer: { kind: string } }).trainer.kind;

/** What one training answers; the forest is the better one. */
export const trained = (payload: Json): Json => ({
  trainer: trainer(payload),
  validationScore: trainer(payload) === 'forest' ? 0.9 : 0.8,
});

/** A promotion through two canary steps. */
export const promotion: Script = {
  reconcile: [{ moved: false, actions: [] }],
  assess: [answers.retrain],
  export: [answers.exported],
  train: [trained],
  compare: [answers.compared],
  register: [answers.released],
  publish: [answers.published],
  'smoke-test': [{ ok: true }],
  drill: [{ servable: true }],
  shift: [answers.shifted],
  judge: [answers.continue, answers.stepUp, answers.continue, answers.promote],
  promote: [answers.promoted],
  conclude: [{ sequence: 9 }],
  'roll-back': [answers.rolledBack],
};
