import type { Measurements } from '../../../lib/domain/artifacts/evaluation.ts';
import type { GateSettings } from '../../../lib/domain/definition/gate-settings.ts';
import { decideGate, type GateDecision } from '../../../lib/domain/gate/gate.ts';
import type { PairedEvidence } from '../../../lib/domain/gate/paired-evidence.ts';
import type { Trigger } from '../../../lib/domain/steps/execution.ts';

const nothing: Measurements = {
  rows: 5_000,
  auc: null,
  accuracy: null,
  f1: null,
  'macro-f1': null,
  'log-loss': null,
  brier: null,
};

/** Measurements with these numbers, and nothing else defined. */
function measured(numbers: Partial<Measurements>): Measurements {
  return { ...nothing, ...numbers };
}

/** The gate's decision on two models of which only these numbers are known, by points unless there is evidence. */
export function decided(
  settings: Pick<GateSettings, 'rules' | 'rejectBelow' | 'between'> & Partial<GateSettings>,
  champion: Partial<Measurements>,
  candidate: Partial<Measurements>,
  trigger: Trigger = 'manual',
  evidence: PairedEvidence | null = null,
): GateDecision {
  return decideGate({
    settings: { confidence: 0.9, guardrails: [], ...settings },
    trigger,
    candidate: measured(candidate),
    champion: measured(champion),
    evidence,
  });
}
