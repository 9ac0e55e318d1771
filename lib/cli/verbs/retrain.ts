import { WrongUsage } from '../cli-errors.ts';
import { importedFile } from '../imported-file.ts';
import { releaseByHand } from '../release-by-hand.ts';
import type { Verb } from '../verb.ts';
import { wholeNumberFlag } from '../verb-flags.ts';

const DAYS = [1, 3650] as const;

/** Starts Retrain. */
export const retrain: Verb<'retrain'> = (flags) => {
  const [sinceDays, modelType] = [wholeNumberFlag(flags, '--since-days', DAYS), flags.text('--model-type')];
  const request = {
    ...(sinceDays !== null && { sinceDays }),
    ...(modelType !== null && { modelType }),
    ...(flags.has('--use-api') && { useApi: true }),
    ...(flags.has('--no-auto-deploy') && { autoDeploy: false }),
  };
  const [file, follows] = [flags.text('--model-file'), flags.has('--follow')];
  if (file !== null && modelType !== null) {
    throw new WrongUsage('--model-file does not go together with --model-type: the file is not trained');
  }
  if (file === null) return (context) => releaseByHand(context, request, follows);
  return async (context) => {
    const modelFile = await importedFile(context.connection.modelName, file);
    return releaseByHand(context, { ...request, modelFile }, follows);
  };
};
