import { PrometheusFailed } from '../domain/ports/adapter-errors.ts';
import type { Prometheus } from '../domain/ports/prometheus.ts';
import { prometheusValue } from '../domain/triggers/prometheus-answer.ts';

/** How long an answer may take, and how long it may be. */
interface PrometheusLimits {
  readonly milliseconds: number;
  readonly bytes: number;
}

const usual: PrometheusLimits = { milliseconds: 10_000, bytes: 1_000_000 };

/** A Prometheus server by its HTTP API, instant queries only. It is not told who asks, and cannot send us elsewhere. */
export function httpPrometheus(limits = usual): Prometheus {
  return async ({ url, query }) => {
    const address = new URL(`${url.replace(/\/+$/, '')}/api/v1/query`);
    address.searchParams.set('query', query);
    return prometheusValue(address.origin, await answerOf(address, limits));
  };
}

async function answerOf(address: URL, { milliseconds, bytes }: PrometheusLimits): Promise<string> {
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(milliseconds) });
    const text = await readUpTo(response, bytes);
    // an answer that refuses a query says why
    if (response.ok) return text;
    throw new PrometheusFailed(
      `${address.origin} should answer with status 200, got ${response.status}: ${text.slice(0, 200)}`,
    );
  } catch (error) {
    if (error instanceof PrometheusFailed) throw error;
    const got = error instanceof Error ? error.message : String(error);
    throw new PrometheusFailed(`${address.origin} should answer within ${milliseconds} ms, got: ${got}`, {
      cause: error,
    });
  }
}

async function readUpTo({ body, url }: Response, bytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > bytes) {
      throw new PrometheusFailed(
        `${new URL(url).origin} should answer with at most ${bytes} bytes: aggregate the series in 'query'`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
