import { z } from 'zod';
import type { Scenario } from './scenario.ts';

const checksumSchema = z.object({
  rep0_sum: z.array(z.number()),
  rep0_first5: z.array(z.array(z.number())),
  all_kc: z.number(),
});

const rowSchema = z.object({
  scenario: z.string(),
  rate: z.number(),
  p_c: z.number(),
  kind: z.enum(['plain', 'incident', 'early', 'over']),
  checksum: checksumSchema,
  method: z.string(),
  reps: z.number(),
  alarm24h: z.number(),
  median_min: z.number().nullish(),
});

const schema = z.object({
  config: z.object({ seed: z.number(), reps: z.number() }).optional(),
  gs_bounds: z.record(z.string(), z.number()).default({}),
  rows: z.array(rowSchema).default([]),
});

export type PublishedRow = z.infer<typeof rowSchema>;
export type TrafficChecksum = z.infer<typeof checksumSchema>;

/** What an independent program measured of the same methods on the same traffic, and the checksums of that traffic. */
export interface PublishedFigures {
  readonly seed: number;
  readonly repetitions: number;
  /** Bounds of z of the group sequential test, by the number of the look. */
  readonly bounds: Readonly<Record<string, number>>;
  readonly rows: readonly PublishedRow[];
}

export function parsePublishedFigures(value: unknown): PublishedFigures {
  const { config, gs_bounds: bounds, rows } = schema.parse(value);
  return { seed: config?.seed ?? 20240607, repetitions: config?.reps ?? 0, bounds, rows };
}

/** The scenarios of the rows, each once. */
export function scenariosOf({ rows }: PublishedFigures): Scenario[] {
  return [...new Map(rows.map((row) => [row.scenario, scenarioOf(row)])).values()];
}

function scenarioOf({ scenario: name, rate, p_c: canaryShare, kind }: PublishedRow): Scenario {
  const rest = {
    plain: {},
    incident: { incident: { from: 360 } },
    early: { incident: { from: 10 } },
    over: { clumping: 1 },
  } as const;
  return { name, rate, canaryShare, ...rest[kind] };
}
