import type { DemoCanary, DemoStep } from './demo-result.ts';

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];

/**
 * A canary's weight over time, taller for a larger share of the traffic: one character a minute, or less where that is
 * more than `width`, but at least one for every step.
 */
export function canaryLine({ steps }: DemoCanary, width: number): string {
  const lengths = steps.map(({ fromHour, toHour }) => Math.max(1, Math.round((toHour - fromHour) * 60)));
  const fitted = shortened(lengths, width);
  return steps.map(({ weight }, index) => level(weight).repeat(fitted[index] ?? 0)).join('');
}

/** Lengths of at least 1 whose sum is at most a width, as far as there are not more of them. */
function shortened(lengths: readonly number[], width: number): readonly number[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total <= width) return lengths;
  const room = Math.max(0, width - lengths.length);
  const scale = room / Math.max(1, total - lengths.length);
  return lengths.map((length) => 1 + Math.floor((length - 1) * scale));
}

/** A canary's steps in words, such as `1 % for 11 min`. */
export function stepsText({ steps }: DemoCanary): string {
  return steps
    .filter(({ weight }) => weight < 1)
    .map(stepText)
    .join(', ');
}

function stepText({ weight, fromHour, toHour, requests }: DemoStep): string {
  const share = `${Number((weight * 100).toFixed(1))} %`;
  return `${share} for ${Math.round((toHour - fromHour) * 60)} min (${requests} ${requests === 1 ? 'request' : 'requests'})`;
}

/** By the root of the weight, so that 1 and 10 percent look different. */
function level(weight: number): string {
  return weight >= 1 ? '█' : (LEVELS[Math.floor(Math.sqrt(weight) * LEVELS.length)] ?? '▇');
}
