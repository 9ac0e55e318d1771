import { switchSchedules } from '../switch-schedules.ts';
import type { Verb } from '../verb.ts';
import { reasonFlag } from '../verb-flags.ts';

/** Keeps schedules and alarms from retraining; what a person starts still runs. */
export const pause: Verb<'pause'> = (flags) => {
  const reason = reasonFlag(flags);
  return (context) => switchSchedules(context, 'pause', reason);
};
