import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, vi } from 'vitest';

/** A linear graph that the stand-in for onnxruntime-node scores. */
interface Graph {
  /** One row per output, one weight per column. */
  readonly weights: readonly (readonly number[])[];
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  /** Gives [rows] where it would give [rows, 1]. */
  readonly flat?: boolean;
  /** Gives both probabilities of a positive class. */
  readonly pair?: boolean;
  readonly link?: 'none';
  /** Stands in for a missing value; null for a graph that lets it through. */
  readonly fill?: number | null;
  /** Where it never answers: while it is loaded, or for a first row that begins with this value. */
  readonly stuck?: 'create' | number;
}

/** Begins as ONNX does, and is none. */
export function graphFile(graph: Graph): Uint8Array {
  return new Uint8Array([8, 8, ...new TextEncoder().encode(JSON.stringify(graph))]);
}

/** The folder that has the stand-in for onnxruntime-node. */
export const standIn = fileURLToPath(new URL('stand-in', import.meta.url));

/** Puts the stand-in where the layers of a function are. */
export function useStandIn(): void {
  beforeAll(() => {
    vi.stubEnv('NODE_PATH', standIn);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });
}
