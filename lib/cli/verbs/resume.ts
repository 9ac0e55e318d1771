import { switchSchedules } from '../switch-schedules.ts';
import type { Verb } from '../verb.ts';
import { reasonFlag } from '../verb-flags.ts';

/** Lets schedules and alarms retrain again. */
export const resume: Verb<'resume'> = (flags) => {
  const reason = reasonFlag(flags);
  return (context) => switchSchedules(context, 'resume', reason);
};
