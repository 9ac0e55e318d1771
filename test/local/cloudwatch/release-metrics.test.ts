import { cloudWatchReleaseMetrics } from '../../../lib/aws/cloudwatch-release-metrics.ts';
import { LIVE_ALIAS } from '../../../lib/domain/ports/live-alias.ts';
import { releaseMetricsContract } from '../../contracts/release-metrics-contract.ts';
import { minute } from '../../domain/ledger/ledger-samples.ts';
import type { RecordedMinute } from '../../in-memory/in-memory-release-metrics.ts';
import { cloudWatchClient } from './cloudwatch-client.ts';
import { cloudWatchSetUp } from './cloudwatch-set-up.ts';

const names = {
  invocations: 'Invocations',
  errors: 'Errors',
  answers: 'Answers',
  badAnswers: 'BadAnswers',
  slowAnswers: 'SlowAnswers',
  labelledAnswers: 'LabelledAnswers',
  wrongAnswers: 'WrongAnswers',
} as const;

/** A list of minutes that become metrics as they are pushed. */
function recordedInto(runtime: ReturnType<typeof cloudWatchSetUp>): RecordedMinute[] {
  const recorded: RecordedMinute[] = [];
  recorded.push = (...minutes) => {
    for (const one of minutes) record(runtime, one);
    return minutes.length;
  };
  return recorded;
}

function record(runtime: ReturnType<typeof cloudWatchSetUp>, one: RecordedMinute): void {
  const { modelName, functionName, functionVersion } = one;
  const time = Date.parse(one.minute);
  const lambda = {
    FunctionName: functionName,
    Resource: `${functionName}:${LIVE_ALIAS}`,
    ExecutedVersion: functionVersion,
  };
  const own = { service: 'ratchet', model: modelName, functionVersion };
  for (const [counter, name] of Object.entries(names)) {
    const value = one.counts[counter as keyof typeof names];
    const isLambda = counter === 'invocations' || counter === 'errors';
    const of = isLambda ? { namespace: 'AWS/Lambda', dimensions: lambda } : { namespace: 'Ratchet', dimensions: own };
    if (value !== undefined) runtime.put(value, { ...of, name, time });
  }
}

releaseMetricsContract('release metrics of the local CloudWatch', async () => {
  const runtime = cloudWatchSetUp(Date.parse(minute(60)));
  const client = cloudWatchClient(runtime.cloudWatch.operations);
  return { metrics: cloudWatchReleaseMetrics(client), recorded: recordedInto(runtime) };
});
