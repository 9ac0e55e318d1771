import { stopCodes } from '../artifacts/data-finding.ts';
import { canonicalJson } from '../canonical-json.ts';
import { type DecisionKind, isReasonOf } from '../decision-records/decision-kind.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { dataChanges } from './data-changes.ts';
import { type DataFacts, dataFactsSchema } from './data-facts.ts';
import { type DataGateVerdict, findingEvidence, judgeData } from './data-gate.ts';
import { dataRules } from './data-rules.ts';
import { STOP_CHANCE } from './label-shift.ts';

/** Whether the outcomes of the window are worth training on. */
export const dataKind: DecisionKind<DataFacts, DataGateVerdict> = {
  questionSchema: dataFactsSchema,
  decide: judgeData,
  explain: (facts, verdict) => ({
    asked: `whether to train on ${facts.rows} outcomes, ${facts.newRows} of them new, after the trigger ${facts.request.trigger}`,
    rules: dataRules(facts, verdict),
    // of equal shares of a label, however many there are; nothing else is left to chance
    errorBudget: facts.previous === null ? null : { alpha: STOP_CHANCE, spent: STOP_CHANCE },
    verdict: verdict.decision === 'skip' ? `skip (${verdict.code})` : verdict.decision,
    reason: verdict.decision === 'skip' ? verdict.reason : 'nothing that was found stops a training',
    wouldChange: dataChanges(facts).map(({ text }) => text),
  }),
  tellsOf: (event) => event.type === 'skipped' && (event.code === 'NoEvent' || ownCodes.includes(event.code)),
  entryFinding,
};

/** Codes that nothing else gives a skip; the trigger has `NoEvent` as well. */
const ownCodes: readonly string[] = stopCodes.filter((code) => code !== 'NoEvent');

function entryFinding(verdict: DataGateVerdict, entries: readonly LedgerEntry[]): string | null {
  const [entry] = entries.filter(({ event }) => event.type === 'skipped' || event.type === 'registered');
  if (entry === undefined) return null;
  const { event, sequence } = entry;
  if (verdict.decision === 'train') {
    const isOwn = event.type === 'skipped' && ownCodes.includes(event.code);
    return isOwn ? `the data gate decided train, entry ${sequence} says skipped (${event.code})` : null;
  }
  const agrees =
    event.type === 'skipped' &&
    event.code === verdict.code &&
    isReasonOf(event.reason, verdict.reason) &&
    canonicalJson(event.evidence) === canonicalJson(findingEvidence(verdict.findings));
  if (agrees) return null;
  return `the data gate decided skip (${verdict.code}), entry ${sequence} says ${event.type}: ${event.reason}, or other numbers`;
}
