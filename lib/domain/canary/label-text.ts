import { wilsonInterval } from '../../statistics/experiments/wilson.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import type { AccuracyDrop } from './accuracy-drop.ts';
import { CONFIDENCE, comparedText, type Levels, rounded, shareOf } from './canary-text.ts';
import type { LabelEvidence, UnequalLabels } from './label-evidence.ts';

type Evidence = EventOf<'promoted'>['evidence'];

/** What is said of labels beside everything else; nothing where there are too few. */
export function labelNote(labels: LabelEvidence): string {
  if (labels.unequal !== null) return `; ${unequalText(labels.unequal)}`;
  return labels.compared ? `; ${comparedText(labels)}` : '';
}

function unequalText({ labelled, expected, pValue }: UnequalLabels): string {
  const told = `the challenger has ${labelled} labels where its share of the answers makes ${Math.round(expected)}`;
  return `wrong predictions are not compared: ${told}, p ${pValue.toPrecision(2)}`;
}

/** Such as `accuracy 0.84 (n 400) is 0.06 below the 0.9 (n 3600) of the champion, between 0.02 and 0.1, limit 0.05`. */
export function dropText(drop: AccuracyDrop, { judged, other, whose }: DropLabels): string {
  const { accuracy, lost, interval, limit } = drop;
  const below = `accuracy ${rounded(accuracy)} (n ${judged}) is ${rounded(lost)} below the ${rounded(drop.other)} (n ${other}) of ${whose}`;
  return `${below}, between ${rounded(interval.lower)} and ${rounded(interval.upper)} with 99.9 % confidence, limit ${rounded(limit)}`;
}

/** Labels behind both accuracies, and whose the other one is, such as `the champion`. */
export interface DropLabels {
  readonly judged: number;
  readonly other: number;
  readonly whose: string;
}

/** Numbers of the labels as the ledger keeps them; none where no minute has labels of both arms. */
export function labelEntries(labels: LabelEvidence, levels: Levels): Evidence {
  const { metric, challenger, champion, rollBack, compared, unequal, drop } = labels;
  if (challenger.total === 0) return [];
  const n = challenger.total;
  const { lower, upper } = wilsonInterval(challenger.bad, n, CONFIDENCE);
  const champions = { value: shareOf(champion), threshold: null, n: champion.total, interval: null };
  const against = { value: rollBack, threshold: levels.rollBack, n, interval: null };
  return [
    { metric: metric.name, value: shareOf(challenger), threshold: null, n, interval: [lower, upper] },
    { metric: `${metric.name} of the champion`, ...champions },
    ...(compared ? [{ metric: `evidence against its ${metric.name}`, ...against }] : []),
    ...(drop === null ? [] : [dropEntry(drop, n)]),
    ...(unequal === null ? [] : [unequalEntry(unequal)]),
  ];
}

export function dropEntry({ lost, limit, interval }: AccuracyDrop, n: number): Evidence[number] {
  return { metric: 'loss of accuracy', value: lost, threshold: limit, n, interval: [interval.lower, interval.upper] };
}

function unequalEntry({ labelled, pValue }: UnequalLabels): Evidence[number] {
  return { metric: 'p-value of the labelled shares', value: pValue, threshold: null, n: labelled, interval: null };
}
