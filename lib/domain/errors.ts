/** A failure with a name that a caller, a state machine or an operator can act on. Anything else is a defect. */
export abstract class RatchetError extends Error {
  abstract override readonly name: string;
}

/** What is wrong with one field of an input. */
export interface Problem {
  /** Where the field is, such as `canary.steps[1].weight`; empty for the whole input. */
  readonly path: string;
  /** What was expected, with an example where that helps, such as `should be above 0.1, the weight before it`. */
  readonly expected: string;
  /** What was given instead, as JSON, shortened; `nothing` where the field is missing. */
  readonly got: string;
}

/** One problem as a sentence: the field, what was expected, what was got. */
export function problemText({ path, expected, got }: Problem): string {
  return `${path === '' ? 'the whole input' : `'${path}'`} ${expected}, got ${got}`;
}

abstract class InputError extends RatchetError {
  readonly problems: readonly Problem[];

  constructor(what: string, problems: readonly Problem[]) {
    const lines = problems.map(problemText);
    super(lines.length === 1 ? `${what}: ${lines[0]}` : `${what}:\n${lines.map((line) => `- ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

/** A model definition is wrong; the message lists every wrong field. Thrown at synth and wherever one is read back. */
export class InvalidDefinition extends InputError {
  override readonly name = 'InvalidDefinition';
}

/** The input of a step, an execution or a request is not what its door accepts. */
export class InvalidInput extends InputError {
  override readonly name = 'InvalidInput';
}

/** A step gives something else than its contract says: a defect of the step, caught before others build on it. */
export class InvalidOutput extends InputError {
  override readonly name = 'InvalidOutput';
}

/** A setting that the deployment should have made is missing; the message names the variable. */
export class MissingConfiguration extends RatchetError {
  override readonly name = 'MissingConfiguration';
}
