import { shortName } from '../../lib/cli/text/names.ts';
import type { Comparison } from '../../lib/domain/artifacts/comparison.ts';
import { writeComparison } from '../../lib/domain/artifacts/comparison-door.ts';
import { validationHash } from '../../lib/domain/artifacts/validation-hash.ts';
import { judgeData } from '../../lib/domain/data-gate/data-gate.ts';
import { recordOf } from '../../lib/domain/decision-records/decision-kinds.ts';
import type { DecisionRecord } from '../../lib/domain/decision-records/decision-record.ts';
import { verdictOf } from '../../lib/domain/decisions/registration.ts';
import { gateRule } from '../../lib/domain/definition/gate-rules.ts';
import { decideGate, type GateInput } from '../../lib/domain/gate/gate.ts';
import { gateQuestion, gateVerdict } from '../../lib/domain/gate/gate-question.ts';
import { recordDecision } from '../../lib/domain/ledger/ledger.ts';
import { retrainRequestSchema } from '../../lib/domain/steps/retrain-request.ts';
import { decideTrigger, triggerQuestion } from '../../lib/domain/triggers/trigger-question.ts';
import { sampleComparison } from '../domain/artifacts/artifact-samples.ts';
import { factsOf } from '../domain/data-gate/data-questions.ts';
import { definitionWith } from '../domain/definition/definition-samples.ts';
import { toldEvidence } from '../domain/gate/told-evidence.ts';
import { eventOf, MODEL, RETRAIN, SECOND } from '../domain/ledger/ledger-samples.ts';
import { inMemoryDecisionRecords } from './in-memory-decision-records.ts';
import { bootstrapped } from './release-flow.ts';

const measured = { rows: 5_000, auc: 0.8, accuracy: 0.9, f1: null, 'macro-f1': null, 'log-loss': 0.4, brier: 0.2 };

const asked: GateInput = {
  settings: {
    rules: [gateRule('auc', 'absolute', { minimum: 0.01, strict: false })],
    rejectBelow: null,
    between: 'hold',
    confidence: 0.9,
    guardrails: [{ metric: 'accuracy', margin: 0.01 }],
  },
  trigger: 'manual',
  candidate: { ...measured, auc: 0.804 },
  champion: measured,
  evidence: toldEvidence({ 'auc absolute': [0.001, 0.007], 'accuracy absolute': [-0.002, 0.002] }),
};

/** The baseline serves, and the execution `monday` has registered 1.1.0, which gained too little; with its three records. */
export async function withHeldCandidate(spoiled: Partial<Comparison> = {}) {
  const release = await bootstrapped();
  const decisions = inMemoryDecisionRecords();
  const { store, ledger, clock } = release;
  const execution = { arn: RETRAIN, name: shortName(RETRAIN), startedAt: clock.now() };
  const about = { modelName: MODEL, execution, at: clock.now() };
  const trigger = triggerQuestion({
    request: retrainRequestSchema.parse({}),
    execution: RETRAIN,
    triggers: definitionWith({}).triggers,
    paused: false,
    entries: [],
    now: clock.now(),
  });
  const facts = factsOf(120);

  const comparison = {
    ...sampleComparison,
    ...decideGate(asked),
    candidate: asked.candidate,
    champion: asked.champion,
    validationHash: validationHash({
      modelName: MODEL,
      metrics: asked.candidate,
      snapshotSha256: sampleComparison.snapshotSha256,
    }),
    ...spoiled,
  };
  const question = gateQuestion(asked, await writeComparison(store, MODEL, comparison));
  const gate = recordOf('gate', { ...about, question, verdict: gateVerdict(comparison) });
  const records: DecisionRecord[] = [
    gate,
    recordOf('data-gate', { ...about, question: facts, verdict: judgeData(facts) }),
    recordOf('trigger', { ...about, question: trigger, verdict: decideTrigger(trigger) }),
  ];
  for (const record of records) await decisions.write(record);

  const { modelVersion, modelSha256 } = SECOND;
  await recordDecision(ledger, clock, MODEL, (_head, at) =>
    eventOf('registered', { at, modelVersion, modelSha256, ...verdictOf(comparison) }),
  );
  return { release, decisions, gate, question };
}
