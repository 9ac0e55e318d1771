import type { DataFinding, DataFindingCode } from '../artifacts/data-finding.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import { countData } from './count-data.ts';
import type { DataFacts } from './data-facts.ts';
import type { DataGateQuestion } from './data-gate-question.ts';
import { levelFindings, missingFindings } from './data-quality.ts';
import { classFindings, vocabularyFindings } from './label-findings.ts';
import { labelShiftFindings } from './label-shift.ts';
import {
  contradictionFindings,
  countFindings,
  eventFindings,
  newRowFindings,
  shrinkageFindings,
} from './sample-findings.ts';
import { schemaFindings } from './schema-findings.ts';
import { tenantHashFindings, tenantShareFindings } from './tenant-findings.ts';

/** Whether data are good enough to train on, how many rows the snapshot before did not have, and all that was found. */
export type DataGateVerdict =
  | { readonly decision: 'train'; readonly newRows: number; readonly findings: readonly DataFinding[] }
  | {
      readonly decision: 'skip';
      readonly code: DataFindingCode;
      readonly reason: string;
      readonly findings: readonly DataFinding[];
    };

type Evidence = LedgerEvent['evidence'][number];

const MOST_REASONS = 5;
const MOST_EVIDENCE = 50;

/** One check: everything that it finds. */
type DataCheck = (facts: DataFacts) => readonly DataFinding[];

/** In the order in which they count. */
const checks: readonly DataCheck[] = [
  countFindings,
  classFindings,
  newRowFindings,
  shrinkageFindings,
  missingFindings,
  levelFindings,
  vocabularyFindings,
  labelShiftFindings,
  tenantShareFindings,
  schemaFindings,
  eventFindings,
  tenantHashFindings,
  contradictionFindings,
];

/** Whether these rows are good enough. */
export function dataGate(question: DataGateQuestion): DataGateVerdict {
  return judgeData(countData(question));
}

/** Asks everything; the first stop gives the skip its code, and all of them its reason. */
export function judgeData(facts: DataFacts): DataGateVerdict {
  const found = checks.flatMap((check) => check(facts));
  // a long value may be cut within a character, and what is stored has none of these halves
  const findings = found.map((finding) => ({ ...finding, reason: finding.reason.toWellFormed() }));
  const stops = findings.filter(({ severity }) => severity === 'stop');
  const [first] = stops;
  if (first === undefined) return { decision: 'train', newRows: facts.newRows, findings };
  return { decision: 'skip', code: first.code, reason: reasonOf(stops), findings };
}

function reasonOf(stops: readonly DataFinding[]): string {
  const told = stops.slice(0, MOST_REASONS).map(({ reason }) => reason);
  return [...told, ...(stops.length > MOST_REASONS ? [`and ${stops.length - MOST_REASONS} more`] : [])].join('; ');
}

/** The numbers of findings as the ledger keeps them, stops first and at most 50. */
export function findingEvidence(findings: readonly DataFinding[]): Evidence[] {
  const bySeverity = (wanted: DataFinding['severity']) => findings.filter(({ severity }) => severity === wanted);
  return [...bySeverity('stop'), ...bySeverity('warning')]
    .slice(0, MOST_EVIDENCE)
    .map(({ code, value, threshold, n }) => ({ metric: code, value, threshold, n, interval: null }));
}
