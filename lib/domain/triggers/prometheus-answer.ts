import { z } from 'zod';
import { PrometheusFailed } from '../ports/adapter-errors.ts';

/** A time, and a value as text, since JSON has no infinity. */
const sampleSchema = z.tuple([z.number(), z.string()]);

/** An answer of `/api/v1/query` as far as it has a single number. */
const answerSchema = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('scalar'), result: sampleSchema }),
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: sampleSchema })) }),
  ]),
});

/**
 * The number in an answer of Prometheus; null without a series, or where its value is none. Throws `PrometheusFailed` for
 * what is no such answer, and for several series.
 */
export function prometheusValue(server: string, text: string): number | null {
  const parsed = answerSchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    throw new PrometheusFailed(
      `${server} should answer with a scalar or a vector, got ${JSON.stringify(text.slice(0, 200))}`,
    );
  }
  const { data } = parsed.data;
  if (data.resultType === 'scalar') return numberIn(data.result);
  const [series, ...others] = data.result;
  if (others.length > 0) {
    throw new PrometheusFailed(
      `${server} should give one series, got ${data.result.length}: aggregate them in 'query', such as with avg(...)`,
    );
  }
  return series === undefined ? null : numberIn(series.value);
}

function numberIn([, text]: z.infer<typeof sampleSchema>): number | null {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // which is no answer
  }
}
