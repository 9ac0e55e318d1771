import { WrongUsage } from './cli-errors.ts';
import type { VerbFlags } from './verb-flags.ts';

/** What the verb `demo` is told. */
export interface DemoFlags {
  readonly seed: string;
  /** Folder to keep the run in. */
  readonly keep: string | null;
  /** As it was given, above 0; null for full speed. */
  readonly speed: number | null;
  /** File of a model definition; null for the one that comes with Ratchet. */
  readonly model: string | null;
  /** CSV file of the model's outcomes in the order of their time. */
  readonly data: string | null;
  readonly json: boolean;
}

/** Throws `WrongUsage` for a speed that is none, and for data without the definition that explains them. */
export function demoFlags(flags: VerbFlags<string>): DemoFlags {
  const [model, data] = [flags.text('--model'), flags.text('--data')];
  if ((model === null) !== (data === null)) {
    throw new WrongUsage(
      '--model and --data should be given together: a definition and the outcomes that belong to it',
    );
  }
  return {
    seed: flags.text('--seed') ?? '1',
    keep: flags.text('--keep'),
    speed: speedOf(flags.text('--speed')),
    model,
    data,
    json: flags.has('--json'),
  };
}

function speedOf(text: string | null): number | null {
  if (text === null) return null;
  const speed = Number(text);
  if (Number.isFinite(speed) && speed > 0) return speed;
  throw new WrongUsage(`--speed should be a number above 0, such as 0.5, got '${text}'`);
}
