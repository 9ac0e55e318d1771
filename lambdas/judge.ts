import { cloudWatch, s3 } from '../lib/aws/clients.ts';
import { cloudWatchAlarms } from '../lib/aws/cloudwatch-alarms.ts';
import { cloudWatchReleaseMetrics } from '../lib/aws/cloudwatch-release-metrics.ts';
import { s3DecisionRecords } from '../lib/aws/s3-decision-records.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import type { CanaryQuestion } from '../lib/domain/canary/canary-question.ts';
import { type CanaryVerdict, canaryVerdict } from '../lib/domain/canary/canary-verdict.ts';
import { recordOf } from '../lib/domain/decision-records/decision-kinds.ts';
import { startOf } from '../lib/domain/decision-records/decision-record.ts';
import type { DecisionRecords } from '../lib/domain/ports/decision-records.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { Alarms, ReleaseMetrics } from '../lib/domain/ports/release-metrics.ts';
import type { PublishingPorts } from '../lib/domain/protocol/publish-version.ts';
import { ownCanary, readCanary } from '../lib/domain/protocol/read-canary.ts';
import type { ReleasePorts } from '../lib/domain/protocol/release-ports.ts';
import { standDown } from '../lib/domain/protocol/stand-down.ts';
import { supersededReason } from '../lib/domain/protocol/superseded.ts';
import type { Execution } from '../lib/domain/steps/execution.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { releasePorts } from './release-ports.ts';

export interface JudgePorts extends ReleasePorts, PublishingPorts {
  readonly definition: DefinitionSource;
  readonly metrics: ReleaseMetrics;
  readonly alarms: Alarms;
  readonly challengerAlarmName: string;
  readonly decisions: DecisionRecords;
}

/** Says what the canary shows; the head of the ledger is read first, as much may have happened during the wait. */
export function createJudge(ports: JudgePorts) {
  return async ({ execution, functionVersion }: StepInput<'judge'>): Promise<StepOutput<'judge'>> => {
    const definition = await ports.definition();
    const head = await ports.ledger.readHead(ports.modelName);
    const canary = ownCanary(head, execution, functionVersion);
    if (canary === null) return standDown(ports.ledger, ports.modelName, execution);
    const answer = (verdict: CanaryVerdict) => ({
      ...verdict,
      weight: canary.weight,
      pollSeconds: definition.canary.pollSeconds,
    });

    const superseded = await supersededReason(ports, head, execution);
    if (superseded !== null) return { ...answer(ended(superseded, 'newer code')), cause: 'superseded' };
    if ((await ports.alarms.readAccusedVersions(ports.challengerAlarmName)).includes(functionVersion)) {
      const accusation = `${ports.challengerAlarmName} names function version ${functionVersion}`;
      return { ...answer(ended(accusation, 'alarm')), cause: 'alarm' };
    }
    return answer(await recordedVerdict(ports, execution, await readCanary(ports, canary, definition)));
  };
}

async function recordedVerdict({ decisions, modelName }: JudgePorts, execution: Execution, question: CanaryQuestion) {
  const verdict = canaryVerdict(question);
  // looks that change nothing are many, and the next one rests on all that they saw
  if (verdict.decision === 'continue' || verdict.decision === 'hold') return verdict;
  const at = question.minutes.at(-1)?.minute ?? startOf(execution);
  await decisions.write(recordOf('canary', { modelName, execution, at, question, verdict }));
  return verdict;
}

function ended(reason: string, metric: string): CanaryVerdict {
  return {
    decision: 'roll-back',
    reason,
    evidence: [{ metric, value: 1, threshold: 0, n: null, interval: null }],
  };
}

export const handler = lambdaHandler('judge', (environment) =>
  createJudge({
    ...releasePorts(environment),
    definition: s3DefinitionSource(s3(), environment),
    metrics: cloudWatchReleaseMetrics(cloudWatch()),
    alarms: cloudWatchAlarms(cloudWatch()),
    challengerAlarmName: environment.CHALLENGER_ALARM_NAME,
    decisions: s3DecisionRecords(s3(), environment.ARTIFACT_BUCKET_NAME),
  }),
);
