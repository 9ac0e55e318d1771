import { permanentErrors } from '../../lib/domain/steps/permanent-errors.ts';

/** How an execution ended: `green` is what people take for fine. */
export interface Ending {
  readonly green: boolean;
  /** Name of the machine's last state. */
  readonly state: string;
}

/** Runs steps as the tasks of a machine do. */
export interface Tasks {
  /** One task: the step, repeated after failures that another attempt can mend. Throws the last failure. */
  task<Answer>(step: () => Promise<Answer>): Promise<Answer>;
  /** A Wait state. */
  wait(seconds: number): Promise<void>;
}

/** Fewer repetitions than any policy has: what comes after the last one is what matters. */
export const REPETITIONS = 2;

/** Repeats a step like a task's Retry. */
export async function withRetry<Answer>(attempt: () => Promise<Answer>, repetitions = REPETITIONS): Promise<Answer> {
  for (let attempts = 0; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (attempts >= repetitions || isPermanent(error)) throw error;
    }
  }
}

function isPermanent(error: unknown): boolean {
  return permanentErrors.some((name) => name === (error as Error).name);
}
