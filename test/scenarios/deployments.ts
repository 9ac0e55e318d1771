import { expect } from 'vitest';
import { ASSET_BUCKET, readCloudAssembly } from '../../lib/local/assembly/cloud-assembly.ts';
import type { ExecutionDescription } from '../../lib/local/states/status-change.ts';
import type { Scenario } from './scenario.ts';
import { otherCodeAssembly, otherRoleAssembly, predictCodeKey, scenarioAssembly } from './scenario-assembly.ts';

/** Deploys the stacks with a remark in the code that serves. */
export function deployCode({ runtime, definition }: Scenario, remark: string): Promise<void> {
  return runtime.deploy(otherCodeAssembly(definition, remark));
}

/** Deploys the stacks with another execution role for the function that serves. */
export function deployOtherRole({ runtime, definition }: Scenario): Promise<void> {
  return runtime.deploy(otherRoleAssembly(definition));
}

/** Deploys the same stacks with `--revert-drift`. */
export function revertDrift({ runtime, definition }: Scenario): Promise<void> {
  return runtime.deploy(scenarioAssembly(definition), { revertDrift: true });
}

/** Swaps the code under the deployment, as `cdk deploy --hotswap` does. */
export async function hotswap(scenario: Scenario, remark: string): Promise<void> {
  const { runtime, definition, functionName } = scenario;
  const assembly = otherCodeAssembly(definition, remark);
  runtime.services.upload(readCloudAssembly(assembly));
  const code = { S3Bucket: ASSET_BUCKET, S3Key: predictCodeKey(definition, assembly) };
  await scenario.callLambda('UpdateFunctionCode', { FunctionName: functionName, ...code });
}

/** Checks that the alias is not even written while something is deployed. */
export async function unmoved(scenario: Scenario, deploying: () => Promise<unknown>): Promise<void> {
  const before = [await scenario.alias(), aliasWrites(scenario)];
  await deploying();
  expect([await scenario.alias(), aliasWrites(scenario)]).toEqual(before);
}

function aliasWrites({ runtime }: Scenario): number {
  return runtime.log.events().filter(({ type }) => type === 'alias-written').length;
}

/** Executions that release code, the newest first. */
export function codeExecutions({ runtime, model }: Scenario): ExecutionDescription[] {
  return runtime.executions(`ratchet-${model}-retrain`).filter(({ name }) => name.startsWith('code-'));
}

/** The newest of them. */
export function codeExecution(scenario: Scenario): ExecutionDescription {
  const [newest] = codeExecutions(scenario);
  if (newest === undefined) throw new Error('there should be a release of code');
  return newest;
}

/** Code of the skip that ended an execution. */
export function skipCode({ output, status, cause }: ExecutionDescription): string {
  if (output === undefined) throw new Error(`the execution should be skipped, got ${status}: ${cause}`);
  return String((JSON.parse(output) as { code?: string }).code);
}
