import { permanentErrors } from '../lib/domain/steps/permanent-errors.ts';
import type { TaskFailure, TaskOrder } from '../lib/domain/training-engine/training-task.ts';

/** Keeps an answer under its key unless there is one already. */
export type WriteAnswer = (key: string, content: Uint8Array) => Promise<unknown>;

/**
 * Runs a step once, in a container instead of a function, and writes what it answers. A failure that another attempt
 * cannot mend is an answer too, and the container ends well. Throws any other failure of the step, and of writing.
 */
export async function runStepTask(
  step: (input: unknown) => Promise<unknown>,
  { input, answerKey }: TaskOrder,
  write: WriteAnswer,
): Promise<void> {
  const answer = await step(input).catch(permanentFailure);
  await write(answerKey, new TextEncoder().encode(JSON.stringify(answer)));
}

const LONGEST_CAUSE = 4_000;

const permanent: ReadonlySet<string> = new Set(permanentErrors);

function permanentFailure(error: unknown): TaskFailure {
  if (!(error instanceof Error && permanent.has(error.name))) throw error;
  return { error: error.name, cause: error.message.slice(0, LONGEST_CAUSE) };
}
