import type { DemoCanary, DemoStep } from './demo-result.ts';

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];

/** A canary's weight over time, one character a minute, taller for a larger share of the traffic. */
export function canaryLine({ steps }: DemoCanary, width: number): string {
  const minutes = steps.map(({ fromHour, toHour }) => (toHour - fromHour) * 60);
  const scale = Math.min(1, width / minutes.reduce((sum, one) => sum + Math.ceil(one), 0));
  return steps
    .map(({ weight }, index) => level(weight).repeat(Math.max(1, Math.round((minutes[index] ?? 0) * scale))))
    .join('');
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

function level(weight: number): string {
  return weight >= 1 ? '█' : (LEVELS[Math.floor(weight * LEVELS.length)] ?? '▇');
}
