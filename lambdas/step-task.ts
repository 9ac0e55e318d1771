import type { TaskFailure, TaskOrder } from '../lib/domain/training-engine/training-task.ts';

/** Keeps an answer under its key unless there is one already. */
export type WriteAnswer = (key: string, content: Uint8Array) => Promise<unknown>;

/**
 * Runs a step once, in a container instead of a function, and writes what it answers. A failure with a name is an answer
 * too: the container ends well, because another one would fail in the same way.
 */
export async function runStepTask(
  step: (input: unknown) => Promise<unknown>,
  { input, answerKey }: TaskOrder,
  write: WriteAnswer,
): Promise<void> {
  const answer = await step(input).catch(failureOf);
  await write(answerKey, new TextEncoder().encode(JSON.stringify(answer)));
}

const LONGEST_CAUSE = 4_000;

function failureOf(error: unknown): TaskFailure {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { error: name, cause: message.slice(0, LONGEST_CAUSE) };
}
