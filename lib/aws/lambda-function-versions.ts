import {
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  PublishVersionCommand,
  paginateListVersionsByFunction,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { canonicalJson } from '../domain/canonical-json.ts';
import { functionVersionSchema } from '../domain/ledger/release.ts';
import type { FunctionConfiguration, FunctionVersions } from '../domain/ports/function-versions.ts';
import { functionConfiguration } from './lambda-configuration.ts';
import { named, nullIfMissing } from './lambda-errors.ts';

export function lambdaFunctionVersions(client: LambdaClient): FunctionVersions {
  const readConfiguration: FunctionVersions['readConfiguration'] = async (functionName, functionVersion) => {
    const command = new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: functionVersion });
    return functionConfiguration(await named(label(functionName, functionVersion), client.send(command)));
  };

  return {
    readConfiguration,

    async updateEnvironment(functionName, environment, revisionId) {
      const Environment = { Variables: { ...environment } };
      const input = { FunctionName: functionName, Environment, RevisionId: revisionId };
      const call = client.send(new UpdateFunctionConfigurationCommand(input));
      return functionConfiguration(await named(functionName, call));
    },

    async listVersions(functionName) {
      const numbers = await named(functionName, publishedNumbers(client, functionName));
      // the list leaves out state and runtime version, without which the release key of a version would be another one
      const read = (number: string) => nullIfMissing(readConfiguration(functionName, number));
      const versions: FunctionConfiguration[] = [];
      for (const number of numbers) {
        const version = await read(number);
        if (version !== null) versions.push(version); // or it was deleted in between
      }
      return versions;
    },

    async listNumbers(functionName) {
      return named(functionName, publishedNumbers(client, functionName));
    },

    async publish(functionName, { codeSha256, revisionId, description }) {
      const expected = { CodeSha256: codeSha256, RevisionId: revisionId, Description: description };
      const call = client.send(new PublishVersionCommand({ FunctionName: functionName, ...expected }));
      return functionConfiguration(await named(functionName, call));
    },

    async invoke(functionName, qualifier, payload) {
      const Payload = new TextEncoder().encode(canonicalJson(payload));
      const call = client.send(new InvokeCommand({ FunctionName: functionName, Qualifier: qualifier, Payload }));
      const answer = await named(label(functionName, qualifier), call);
      if (!answer.ExecutedVersion)
        throw new Error(`the answer of ${functionName} should name the version that executed`);
      const text = answer.Payload?.transformToString() ?? '';
      return {
        executedVersion: answer.ExecutedVersion,
        payload: text === '' ? null : JSON.parse(text),
        functionError: answer.FunctionError ?? null,
      };
    },

    async delete(functionName, functionVersion) {
      // without a version's number this would delete the whole function
      const Qualifier = functionVersionSchema.parse(functionVersion);
      const call = client.send(new DeleteFunctionCommand({ FunctionName: functionName, Qualifier }));
      await nullIfMissing(named(label(functionName, functionVersion), call));
    },
  };
}

async function publishedNumbers(client: LambdaClient, functionName: string): Promise<string[]> {
  const numbers: string[] = [];
  for await (const page of paginateListVersionsByFunction({ client }, { FunctionName: functionName })) {
    numbers.push(...(page.Versions ?? []).flatMap(({ Version }) => (Version ? [Version] : [])));
  }
  const published = numbers.filter((number) => functionVersionSchema.safeParse(number).success);
  return published.sort((one, other) => Number(one) - Number(other));
}

function label(functionName: string, qualifier = '$LATEST'): string {
  return `${functionName}:${qualifier}`;
}
