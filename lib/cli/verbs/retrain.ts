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
  const follows = flags.has('--follow');
  return (context) => releaseByHand(context, request, follows);
};
