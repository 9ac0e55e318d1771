import { type BenchRow, reference, rowBesidePeer } from '../bench-rows.ts';
import type { OutcomeSettings } from './outcome-stream.ts';
import {
  alarmDays,
  byAccuracy,
  byCalibration,
  daysToNotice,
  noticed,
  type OutcomeMonth,
  type OutcomeRule,
  outcomeMonth,
} from './outcome-trial.ts';

const PEER = 'accuracy .05 below that of the holdout';

const changes = [
  { change: 'more', name: 'that come .15 more often for every score' },
  { change: 'nearer', name: 'whose share is .15 nearer to a half for every score' },
] as const;

const sizes = [
  { labels: 500, found: '>=0.9' },
  { labels: 5_000, found: '>=0.99' },
] as const;

/** How outcomes that change for the same scores are found, and such as do not are left alone. */
export function outcomeRows(months: number, tell: (text: string) => void): BenchRow[] {
  return sizes.flatMap(({ labels, found }) => {
    tell(`${labels} mature labels in 30 days`);
    const beside = `of ${labels} mature labels in 30 days, beside ${PEER}`;
    const still = played(months, { labels, change: 'none' });
    const alarms = meansOf(still, alarmDays);
    return [
      rowBesidePeer(`false alarms a month of outcomes that do not change, ${beside}`, ...alarms, '<=0.05'),
      ...changes.flatMap(({ change, name }) => {
        const changed = played(months, { labels, change });
        return [
          rowBesidePeer(`share found of outcomes ${name}, ${beside}`, ...meansOf(changed, noticed), found),
          reference(`days until these are found (31 is never), ${name}, ${beside}`, ...meansOf(changed, daysToNotice)),
        ];
      }),
    ];
  });
}

function played(months: number, settings: Omit<OutcomeSettings, 'repetition'>): OutcomeMonth[] {
  return Array.from({ length: months }, (_, repetition) => outcomeMonth({ ...settings, repetition }));
}

/** Ours and the peer's, on the same outcomes. */
function meansOf(
  months: readonly OutcomeMonth[],
  measure: (rule: OutcomeRule, month: OutcomeMonth) => number,
): [ours: number, peer: number] {
  const meanOf = (rule: OutcomeRule) => months.reduce((sum, month) => sum + measure(rule, month), 0) / months.length;
  return [meanOf(byCalibration), meanOf(byAccuracy)];
}
