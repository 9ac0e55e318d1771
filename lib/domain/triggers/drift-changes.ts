import { type Change, valueText, verifiedChanges } from '../decision-records/decision-kind.ts';
import { type DriftQuestion, decideDrift } from './drift-question.ts';
import { type DriftVerdict, driftedRun } from './drift-verdict.ts';

type DriftChange = Change<DriftQuestion>;

/** Limits are told to six decimals, which is a step more or less than what was measured. */
const STEP = 1e-6;

/** Other settings by which drift would have fired, or would not. */
export function driftChanges(question: DriftQuestion): DriftChange[] {
  const verdict = decideDrift(question);
  const proposed = verdict.fire ? withoutFiring(question, verdict) : withFiring(question, verdict);
  return verifiedChanges(question, proposed, { decide: decideDrift, word: ({ fire }) => String(fire) });
}

function withFiring(question: DriftQuestion, { windows }: DriftVerdict): DriftChange[] {
  const share = windows.at(-1)?.share ?? 0;
  const lower = indicesOf(windows)
    .toSorted((one, other) => other - one)
    .map((psi) => withSetting(question, 'psi', below(psi)));
  return [
    withSetting(question, 'windows', Math.max(1, driftedRun(windows))),
    ...(share > 0 ? [withSetting(question, 'share', below(share))] : []),
    ...firstThat(lower, (change) => decideDrift(change.question).fire),
  ];
}

function withoutFiring(question: DriftQuestion, { windows }: DriftVerdict): DriftChange[] {
  const share = windows.at(-1)?.share ?? 0;
  const higher = indicesOf(windows)
    .filter((psi) => psi > question.settings.psi && psi <= 1 - STEP)
    .toSorted((one, other) => one - other)
    .map((psi) => withSetting(question, 'psi', above(psi)));
  return [
    withSetting(question, 'windows', driftedRun(windows) + 1),
    ...(share <= 1 - STEP ? [withSetting(question, 'share', above(share))] : []),
    ...firstThat(higher, (change) => !decideDrift(change.question).fire),
  ];
}

function withSetting(question: DriftQuestion, name: keyof DriftQuestion['settings'], value: number): DriftChange {
  const { settings } = question;
  const text = `triggers.drift.${name} of ${valueText(value)} instead of ${valueText(settings[name])}`;
  return { text, question: { ...question, settings: { ...settings, [name]: value } } };
}

/** Of the newest window, without which nothing fires. */
function indicesOf(windows: DriftVerdict['windows']): number[] {
  const newest = windows.at(-1);
  return newest === undefined ? [] : [...newest.features, ...newest.scores].map(({ psi }) => psi);
}

function firstThat(changes: readonly DriftChange[], holds: (change: DriftChange) => boolean): DriftChange[] {
  const found = changes.find(holds);
  return found === undefined ? [] : [found];
}

function below(value: number): number {
  return Number(Math.max(0, Math.ceil(value / STEP - 1) * STEP).toFixed(6));
}

function above(value: number): number {
  return Number((Math.floor(value / STEP + 1) * STEP).toFixed(6));
}
