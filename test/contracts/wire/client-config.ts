/** Settings of an AWS client that talks to a stand-in: fixed credentials, four attempts, no waiting between them. */
export function clientConfig(endpoint: string) {
  return {
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: MOST_ATTEMPTS,
    retryStrategy: retryAtOnce,
  };
}

const MOST_ATTEMPTS = 4;

interface RetryToken {
  getRetryCount(): number;
  getRetryDelay(): number;
}

/** What the SDK's standard strategy decides, without its back-off. */
const retryAtOnce = {
  acquireInitialRetryToken: async () => token(0),
  async refreshRetryTokenForRetry(last: RetryToken, { errorType }: { readonly errorType: string }) {
    const again = errorType === 'THROTTLING' || errorType === 'TRANSIENT';
    if (!again || last.getRetryCount() + 1 >= MOST_ATTEMPTS) throw new Error('no further attempt');
    return token(last.getRetryCount() + 1);
  },
  recordSuccess: () => undefined,
};

function token(count: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => 0 };
}
