import { describe, expect, test } from 'vitest';
import { binnedWasserstein, datasetDrifted } from '../../bench/drift/evidently.ts';
import { movedShares, streamProfile, streamWindow } from '../../bench/drift/stream.ts';
import type { DriftWindow } from '../../lib/domain/artifacts/drift-window.ts';

const profile = streamProfile(1);
const day = streamWindow({ rows: 10_000, wobble: 0, shift: 0, repetition: 1 }, 1);

/** The day with so many numbers whose mean has moved by so many deviations. */
function moved(numbers: number, deviations: number): DriftWindow {
  const bins = movedShares(deviations).map((share) => share * 10_000);
  const features = day.features.map((feature, index) =>
    index < numbers && feature.kind === 'numeric' ? { ...feature, counts: { bins, missing: 0 } } : feature,
  );
  return { ...day, features };
}

describe("by Evidently's defaults", () => {
  test('a data set has drifted with half of its features, from a distance of .1 on', () => {
    expect(datasetDrifted(profile, moved(15, 0.15))).toBe(true);
    expect(datasetDrifted(profile, moved(14, 0.15))).toBe(false);
    expect(datasetDrifted(profile, moved(24, 0.08))).toBe(false);
  });

  test('tests decide with a reference of up to 1,000 rows', () => {
    expect(datasetDrifted({ ...profile, rows: 1_000 }, moved(24, 0.08))).toBe(true);
    expect(datasetDrifted({ ...profile, rows: 1_001 }, moved(24, 0.08))).toBe(false);
    expect(datasetDrifted({ ...profile, rows: 1_000 }, day)).toBe(false);
  });
});

test('the Wasserstein distance of moved counts is about what they have moved by', () => {
  expect(binnedWasserstein(movedShares(0), movedShares(0))).toBe(0);
  for (const deviations of [-0.3, 0.1, 0.3]) {
    const distance = binnedWasserstein(movedShares(0), movedShares(deviations));
    expect(distance / Math.abs(deviations)).toBeGreaterThan(0.9);
    expect(distance / Math.abs(deviations)).toBeLessThan(1.02);
  }
});
