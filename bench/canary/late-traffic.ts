import { uniformAt } from '../../lib/statistics/random-numbers.ts';
import { countAt, poissonTable } from './count-table.ts';
import { minutesOfDay } from './scenario.ts';

const PER_MINUTE = 600;
const WEIGHT = 0.1;
/** Share of the answers whose outcome comes at all. */
const LABELLED_SHARE = 0.3;
/** Mean minutes until it comes; the times are exponential. */
const MEAN_DELAY = 120;
export const CHAMPION_WRONG = 0.1;
export const MINUTES_PER_LOOK = 5;
export const LOOKS = minutesOfDay / MINUTES_PER_LOOK;
/** Streams of random numbers: for each arm one of labelled answers, one of others, one of the labels. */
const STREAM = 40;
/** More labels than a minute has. */
const MOST_LABELS = 1000;

/** Labels of one arm that have come, and its answers, one of each a minute, and the sums of the labels. */
export interface LabelledArm {
  allLabelled: number;
  allWrong: number;
  readonly answers: Int32Array;
  readonly labelled: Int32Array;
  readonly wrong: Int32Array;
}

/** A day of two arms whose labels come late. */
export interface LateDay {
  readonly canary: LabelledArm;
  readonly champion: LabelledArm;
  /** Takes the labels that came before the end of the next look's minutes. */
  readonly nextLook: () => void;
}

/** Ten requests a second, one in ten of them to the canary; a tenth of the champion's labelled answers are wrong. */
export function lateDay(canaryWrong: number, seed: number, repetition: number): LateDay {
  const [toCanary, toChampion] = [comingLabels(), comingLabels()];
  const draw = (stream: number, index: number) => uniformAt(seed, STREAM + stream, repetition, index);
  const canary = drawnArm({ share: WEIGHT, wrongShare: canaryWrong, stream: 0 }, draw, toCanary);
  const champion = drawnArm({ share: 1 - WEIGHT, wrongShare: CHAMPION_WRONG, stream: 3 }, draw, toChampion);
  let look = 0;
  const nextLook = () => {
    take(canary, toCanary[look]);
    take(champion, toChampion[look]);
    look += 1;
  };
  return { canary, champion, nextLook };
}

/** Labels that come before each look: twice the minute of the answer, and one more where it is wrong. */
type ComingLabels = readonly number[][];

function comingLabels(): ComingLabels {
  return Array.from({ length: LOOKS }, () => []);
}

function take(arm: LabelledArm, labels: readonly number[] = []): void {
  for (const label of labels) {
    const [minute, wrong] = [label >> 1, label & 1];
    arm.labelled[minute] = (arm.labelled[minute] ?? 0) + 1;
    arm.wrong[minute] = (arm.wrong[minute] ?? 0) + wrong;
    arm.allLabelled += 1;
    arm.allWrong += wrong;
  }
}

/** An arm with all of its answers and none of its labels, which are put where they will come. */
function drawnArm(
  { share, wrongShare, stream }: { readonly share: number; readonly wrongShare: number; readonly stream: number },
  draw: (stream: number, index: number) => number,
  coming: ComingLabels,
): LabelledArm {
  const arm = emptyArm();
  const labels = poissonTable(PER_MINUTE * share * LABELLED_SHARE);
  const others = poissonTable(PER_MINUTE * share * (1 - LABELLED_SHARE));
  for (let minute = 0; minute < minutesOfDay; minute += 1) {
    const count = countAt(labels, draw(stream, minute));
    arm.answers[minute] = count + countAt(others, draw(stream + 1, minute));
    for (let label = 0; label < count; label += 1) {
      const uniform = draw(stream + 2, minute * MOST_LABELS + label);
      const wrong = uniform < wrongShare;
      const look = Math.floor((minute + 0.5 + delayOf(uniform, wrong, wrongShare)) / MINUTES_PER_LOOK);
      coming[look]?.push(2 * minute + Number(wrong));
    }
  }
  return arm;
}

function emptyArm(): LabelledArm {
  const zeros = () => new Int32Array(minutesOfDay);
  return { answers: zeros(), labelled: zeros(), wrong: zeros(), allLabelled: 0, allWrong: 0 };
}

/** What is left of the uniform number once it has said whether the answer is wrong is uniform as well. */
function delayOf(uniform: number, wrong: boolean, wrongShare: number): number {
  const rest = wrong ? uniform / wrongShare : (uniform - wrongShare) / (1 - wrongShare);
  return -MEAN_DELAY * Math.log1p(-rest);
}
