import { RatchetError } from '../domain/errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** A failure that ends a verb with an exit code of its own. */
export abstract class CliError extends RatchetError {
  abstract readonly exitCode: ExitCode;
}

/** The command line is not one that the verb takes. */
export class WrongUsage extends CliError {
  override readonly name = 'WrongUsage';
  override readonly exitCode = exitCodes.wrongUsage;
}

/** The operation is not done. */
export class Refused extends CliError {
  override readonly name = 'Refused';
  override readonly exitCode = exitCodes.refused;
}

/** There is no such model, model version or kept run. */
export class NotFound extends CliError {
  override readonly name = 'NotFound';
  override readonly exitCode = exitCodes.notFound;
}
