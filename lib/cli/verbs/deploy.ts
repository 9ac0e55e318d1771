import { NotFound, WrongUsage } from '../cli-errors.ts';
import { releaseByHand } from '../release-by-hand.ts';
import type { Verb } from '../verb.ts';
import { reasonFlag, versionFlag } from '../verb-flags.ts';

/** Starts the release of a model version that is registered already: Retrain without training. */
export const deploy: Verb<'deploy'> = (flags) => {
  const [modelVersion, reason, force] = [versionFlag(flags), reasonFlag(flags), flags.has('--force')];
  if (force && reason === null) throw new WrongUsage('--force needs --reason TEXT: say why the verdict is overruled');
  const follows = flags.has('--follow');
  return async (context) => {
    const { modelName, records } = context.connection;
    if (modelVersion === null || (await records.read(modelName, modelVersion)) === null) {
      throw new NotFound(`${modelName} has no model version ${modelVersion}: 'ratchet list' shows all of them`);
    }
    return releaseByHand(
      context,
      { mode: 'version', modelVersion, force, ...(reason !== null && { reason }) },
      follows,
    );
  };
};
