/**
 * An alarm that starts a machine looks at so many minutes, of which a few bad ones ring it. So it rings at once and stays
 * on until the trouble has been gone for that long: what comes and goes is one transition, and so one execution.
 */
export const ALARM_WINDOW_MINUTES = 15;

/** The same for what is measured once an hour or less often. */
export const SLOW_ALARM_WINDOW_HOURS = 24;

/**
 * For so long after traffic has moved, minutes of the one that had it before may keep an alarm on. CloudWatch looks for
 * data in more periods than it evaluates, without saying in how many, and minutes come in late.
 */
export const ALARM_LOOKS_BACK_SECONDS = (ALARM_WINDOW_MINUTES + 5) * 60;
