import type { Timestamp } from '../../domain/time.ts';

/** A time to the minute, as `2026-01-31 12:00`, in UTC. */
export function momentText(time: Timestamp): string {
  return time.slice(0, 16).replace('T', ' ');
}

/** The day of a time, as `2026-01-31`, in UTC. */
export function dayText(time: Timestamp): string {
  return time.slice(0, 10);
}

const SECONDS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** A duration in its two largest units, as `2 h 5 min`; below a minute to the tenth of a second. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  const first = SECONDS.findIndex(([size]) => whole >= size);
  const parts = SECONDS.slice(first, first + 2).map(([size, unit], index) => {
    const larger = index === 0 ? Number.POSITIVE_INFINITY : (SECONDS[first]?.[0] ?? 1);
    return [Math.floor((whole % larger) / size), unit] as const;
  });
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
