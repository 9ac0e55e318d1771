import { LambdaClient } from '@aws-sdk/client-lambda';
import { onTestFinished } from 'vitest';
import { lambdaFunctionVersions } from '../../lib/aws/lambda-function-versions.ts';
import { lambdaLiveAlias } from '../../lib/aws/lambda-live-alias.ts';
import { fakeClock } from '../in-memory/fake-clock.ts';
import { inMemoryFunctionVersions } from '../in-memory/in-memory-function-versions.ts';
import { inMemoryLambda } from '../in-memory/in-memory-lambda.ts';
import { inMemoryLiveAlias } from '../in-memory/in-memory-live-alias.ts';
import type { LambdaSetUp } from './function-versions-contract.ts';
import { clientConfig } from './wire/client-config.ts';
import { startLambdaWire } from './wire/lambda-wire.ts';
import type { Wire } from './wire/wire.ts';

export async function lambdaInMemory(): Promise<LambdaSetUp> {
  const clock = fakeClock();
  const lambda = inMemoryLambda(clock);
  return { versions: inMemoryFunctionVersions(lambda), alias: inMemoryLiveAlias(lambda), lambda, clock };
}

/** The same functions, seen through the SDK and HTTP. */
export async function lambdaOnAws(): Promise<LambdaSetUp & { readonly wire: Wire }> {
  const { versions, alias, lambda, clock } = await lambdaInMemory();
  const wire = await startLambdaWire(versions, alias);
  onTestFinished(() => wire.close());
  const client = new LambdaClient(clientConfig(wire.endpoint));
  return { versions: lambdaFunctionVersions(client), alias: lambdaLiveAlias(client), lambda, clock, wire };
}
