import { contentHash } from '../content-hash.ts';
import type { DecisionKind, DecisionWitnesses, ExplainedRule } from '../decision-records/decision-kind.ts';
import { found } from '../evidence/check.ts';
import type { DistributionDrift } from './distribution-drift.ts';
import { driftChanges } from './drift-changes.ts';
import { toldFeatures, toldScores } from './drift-evidence.ts';
import { CRITICAL_DISTANCE, distanceReaches, indexExceeds } from './drift-level.ts';
import { type DriftQuestion, decideDrift, driftQuestionSchema } from './drift-question.ts';
import { type DriftVerdict, driftedRun } from './drift-verdict.ts';
import { isLargeShare, LEAST_DRIFT_ROWS, type WindowDrift } from './window-drift.ts';

/** Whether features or scores have drifted from the profile of the champion. */
export const driftKind: DecisionKind<DriftQuestion, DriftVerdict> = {
  questionSchema: driftQuestionSchema,
  decide: decideDrift,
  explain: (question, verdict) => ({
    asked: askedText(question, verdict),
    rules: driftRules(question, verdict),
    // noise floors and p-values are limits of each window, and no chance that several looks would share
    errorBudget: null,
    verdict: `${verdict.fire ? 'drifted' : 'not drifted'} (${verdict.code})`,
    reason: verdict.reason,
    wouldChange: driftChanges(question).map(({ text }) => text),
  }),
  // the ledger tells of the retrain that the alarm asks for, and that is another decision
  tellsOf: () => false,
  entryFinding: () => null,
  otherFindings,
};

function askedText({ stored, settings }: DriftQuestion, { windows }: DriftVerdict): string {
  const [first, last] = [windows.at(0), windows.at(-1)];
  const counted = first && last ? `${windows.length} windows from ${first.from} to ${last.to}` : 'no window';
  return `whether ${counted} have drifted from ${stored.key}, ${settings.windows} of them in a row`;
}

/** Those of the newest window; a rule that holds speaks for drift. */
function driftRules({ settings }: DriftQuestion, { windows }: DriftVerdict): ExplainedRule[] {
  const newest = windows.at(-1);
  if (newest === undefined) return [];
  const { n, share, features, scores, drifted } = newest;
  if (drifted === null) return [rule('rows of the window', n, LEAST_DRIFT_ROWS, n, null)];
  const run = driftedRun(windows);
  return [
    rule('drifted windows in a row', run, settings.windows, null, run >= settings.windows),
    rule('drifted share of importance', share, settings.share, n, isLargeShare(newest, settings)),
    ...toldScores(scores).map((drift) => indexRule(`score psi of ${drift.name}`, drift, settings)),
    ...toldFeatures(features).flatMap((drift) => [
      indexRule(`psi of ${drift.name}`, drift, settings),
      ...distanceRule(drift, features),
    ]),
  ];
}

function indexRule(metric: string, drift: DistributionDrift, { psi: limit }: DriftQuestion['settings']): ExplainedRule {
  const { psi, noiseFloor, n } = drift;
  return rule(metric, psi, Math.max(limit, noiseFloor), n, indexExceeds(drift, limit));
}

function distanceRule({ name, ks, n }: DistributionDrift, features: WindowDrift['features']): ExplainedRule[] {
  if (ks === null) return [];
  const passed = distanceReaches(ks, CRITICAL_DISTANCE, features.length);
  return [rule(`ks distance of ${name}`, ks.distance, CRITICAL_DISTANCE, n, passed)];
}

function rule(
  metric: string,
  value: number,
  threshold: number,
  n: number | null,
  passed: boolean | null,
): ExplainedRule {
  return { metric, value, threshold, n, interval: null, passed };
}

/** The profile in the question has to be the stored one. */
async function otherFindings(
  { stored, profile }: DriftQuestion,
  _verdict: DriftVerdict,
  { store }: DecisionWitnesses,
): Promise<string[]> {
  const hash = contentHash(profile);
  const findings =
    hash === stored.sha256 ? [] : [`the profile should have the hash ${stored.sha256} of ${stored.key}, got ${hash}`];
  await found(findings, () => store.read(stored));
  return findings;
}
