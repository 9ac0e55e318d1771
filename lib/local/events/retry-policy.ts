import type { PropertyReader } from '../cloudwatch/read-properties.ts';

/** How often, and for how long, a delivery is tried again. */
export interface RetryPolicy {
  readonly maximumRetries: number;
  readonly maximumAgeSeconds: number;
}

const [MOST_RETRIES, LEAST_AGE, MOST_AGE] = [185, 60, 86_400];

/** The `RetryPolicy` of a target: 185 retries within a day, unless it says less. */
export function readRetryPolicy(target: PropertyReader): RetryPolicy {
  const policy = target.optionalChild('RetryPolicy');
  const maximumRetries = policy?.optionalNumber('MaximumRetryAttempts') ?? MOST_RETRIES;
  const maximumAgeSeconds = policy?.optionalNumber('MaximumEventAgeInSeconds') ?? MOST_AGE;
  policy?.finish();
  if (maximumRetries < 0 || maximumRetries > MOST_RETRIES) {
    throw target.refuse(`'MaximumRetryAttempts' should be from 0 to ${MOST_RETRIES}, got ${maximumRetries}`);
  }
  if (maximumAgeSeconds < LEAST_AGE || maximumAgeSeconds > MOST_AGE) {
    throw target.refuse(
      `'MaximumEventAgeInSeconds' should be from ${LEAST_AGE} to ${MOST_AGE}, got ${maximumAgeSeconds}`,
    );
  }
  return { maximumRetries, maximumAgeSeconds };
}

/** ARN of the queue for what could not be delivered; null without one. */
export function readDeadLetterArn(target: PropertyReader): string | null {
  const config = target.optionalChild('DeadLetterConfig');
  const arn = config?.optionalText('Arn') ?? null;
  config?.finish();
  return arn;
}
