import type { DataFindingCode } from '../artifacts/data-finding.ts';
import type { ExplainedRule } from '../decision-records/decision-kind.ts';
import type { DataFacts } from './data-facts.ts';
import type { DataGateVerdict } from './data-gate.ts';
import { classCount } from './label-findings.ts';

/** Every rule of the data gate that applies: those that found something, and those that did not. */
export function dataRules(facts: DataFacts, { findings }: Pick<DataGateVerdict, 'findings'>): ExplainedRule[] {
  const found = findings.map(({ code, value, threshold, n, severity }) => ({
    metric: code,
    value,
    threshold,
    n,
    interval: null,
    passed: severity === 'stop' ? false : null,
  }));
  const codes = new Set(findings.map(({ code }) => code));
  const silent = readings(facts).filter(({ code }) => !codes.has(code));
  const passed = silent.map(({ code, value, threshold }) => ({
    metric: code,
    value,
    threshold,
    n: facts.rows,
    interval: null,
    passed: true,
  }));
  return [...found, ...passed];
}

interface Reading {
  readonly code: DataFindingCode;
  readonly value: number;
  readonly threshold: number;
}

/** What the checks looked at; of features only the one that comes closest. */
function readings(facts: DataFacts): Reading[] {
  const { settings, rows, newRows, previous } = facts;
  const { samples } = settings;
  return [
    { code: 'TooFewSamples', value: rows, threshold: samples.minimum },
    { code: 'Provisional', value: rows, threshold: samples.trusted },
    { code: 'SingleClass', value: classCount(facts), threshold: 2 },
    { code: 'TooFewNewSamples', value: newRows, threshold: samples.minimumNew },
    ...(previous === null ? [] : [{ code: 'DatasetShrank' as const, value: rows, threshold: previous.rows }]),
    ...qualityReadings(facts),
    ...otherReadings(facts),
  ];
}

function qualityReadings({ missing, unknownLevels, settings, rows }: DataFacts): Reading[] {
  const share = (count: number) => (rows === 0 ? 0 : count / rows);
  const [worst] = missing.toSorted(
    (one, other) => one.maximumShare - share(one.rows) - (other.maximumShare - share(other.rows)),
  );
  return [
    ...(worst === undefined
      ? []
      : [{ code: 'TooManyMissing' as const, value: share(worst.rows), threshold: worst.maximumShare }]),
    ...(unknownLevels.length === 0 ? [] : [{ code: 'UnknownLevel' as const, value: 0, threshold: 0 }]),
    ...(settings.labels.length === 0 ? [] : [{ code: 'UnknownLabel' as const, value: 0, threshold: 0 }]),
  ];
}

function otherReadings({ tenants, settings, rows, schema }: DataFacts): Reading[] {
  const threshold = settings.samples.maximumTenantShare;
  return [
    ...(tenants === null || threshold === null || rows === 0
      ? []
      : [{ code: 'TenantDominates' as const, value: tenants.largest / rows, threshold }]),
    ...(schema === null ? [] : [{ code: 'SchemaChanged' as const, value: schema.differences.length, threshold: 0 }]),
  ];
}
