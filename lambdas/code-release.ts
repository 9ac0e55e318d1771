import { lambda, stepFunctions } from '../lib/aws/clients.ts';
import { lambdaFunctionVersions } from '../lib/aws/lambda-function-versions.ts';
import { stepFunctionsExecutions } from '../lib/aws/step-functions-executions.ts';
import { systemClock } from '../lib/aws/system-clock.ts';
import { ExecutionExists } from '../lib/domain/ports/adapter-errors.ts';
import type { Executions } from '../lib/domain/ports/executions.ts';
import { codeReleaseInput, codeReleaseName } from '../lib/domain/protocol/code-release.ts';
import { type PublishingPorts, settledLatest } from '../lib/domain/protocol/publish-version.ts';
import { deployedCode } from '../lib/domain/protocol/superseded.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';

export interface CodeReleasePorts extends PublishingPorts {
  readonly executions: Executions;
  readonly retrainStateMachineArn: string;
}

/**
 * `Custom::CodeRelease`: asks for a release of changed code and returns at once, because a deployment cannot wait for a
 * canary. Whether there is anything to release, the execution finds out.
 */
export function createCodeRelease(ports: CodeReleasePorts) {
  return async (request: StepInput<'code-release'>): Promise<StepOutput<'code-release'>> => {
    const PhysicalResourceId = request.RequestType === 'Create' ? 'code-release' : request.PhysicalResourceId;
    if (request.RequestType === 'Update') await startRelease(ports, request.RequestId, request.StackId);
    return { PhysicalResourceId };
  };
}

async function startRelease(ports: CodeReleasePorts, requestId: string, stackId: string): Promise<void> {
  const code = deployedCode(await settledLatest(ports));
  // named by the request, so that CloudFormation's own retry starts nothing twice, and going back to earlier code does
  const name = codeReleaseName(code.releaseKey, requestId.replace(/[^0-9a-zA-Z]/g, '').slice(0, 8));
  try {
    await ports.executions.start(
      ports.retrainStateMachineArn,
      name,
      codeReleaseInput(stackId, 'the deployment changed the code'),
    );
  } catch (error) {
    if (!(error instanceof ExecutionExists)) throw error;
  }
}

export const handler = lambdaHandler('code-release', (environment) =>
  createCodeRelease({
    functionName: environment.PREDICT_FUNCTION_NAME,
    functions: lambdaFunctionVersions(lambda()),
    clock: systemClock,
    executions: stepFunctionsExecutions(stepFunctions()),
    retrainStateMachineArn: environment.RETRAIN_STATE_MACHINE_ARN,
  }),
);
