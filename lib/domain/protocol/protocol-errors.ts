import { RatchetError } from '../errors.ts';
import { SMOKE_TEST_FAILED } from '../ledger/transition-release.ts';

/** The alias `live` does not exist: the deployment that creates it has not completed, or somebody deleted it. */
export class AliasMissing extends RatchetError {
  override readonly name = 'AliasMissing';
}

/** Lambda did not finish an update of the function, or it failed. */
export class FunctionNotReady extends RatchetError {
  override readonly name = 'FunctionNotReady';
}

/** A version was published that does not carry the model it was published for. */
export class PinMismatch extends RatchetError {
  override readonly name = 'PinMismatch';
}

/** The challenger did not answer its smoke test as its own model. */
export class SmokeTestFailed extends RatchetError {
  override readonly name = SMOKE_TEST_FAILED;
}

/** The champion could not take the traffic back, so nothing is released. */
export class RollbackTargetUnservable extends RatchetError {
  override readonly name = 'RollbackTargetUnservable';
}

/** The alarm on crashes names the challenger's function version. */
export class ChallengerAccused extends RatchetError {
  override readonly name = 'ChallengerAccused';
}
