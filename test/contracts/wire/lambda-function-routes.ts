import { z } from 'zod';
import type { FunctionConfiguration, FunctionVersions } from '../../../lib/domain/ports/function-versions.ts';
import { describedProperties } from './lambda-properties.ts';
import { json, type Routes } from './lambda-rest.ts';

/** So few that a test with a handful of versions turns the page. */
const VERSIONS_PER_PAGE = 2;

const updateInput = z.object({
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
  RevisionId: z.string(),
});

const publishInput = z.object({ CodeSha256: z.string(), RevisionId: z.string(), Description: z.string() });

export function functionRoutes(versions: FunctionVersions): Routes {
  return {
    async 'GET /2015-03-31/functions/*/configuration'({ functionName, query }) {
      const configuration = await versions.readConfiguration(functionName, query.get('Qualifier') ?? undefined);
      return json(200, { ...described(configuration), ...onlyOneByOne(configuration) });
    },

    async 'PUT /2015-03-31/functions/*/configuration'({ functionName, body }) {
      const { Environment, RevisionId } = updateInput.parse(JSON.parse(body.toString()));
      const configuration = await versions.updateEnvironment(functionName, Environment.Variables, RevisionId);
      return json(200, { ...described(configuration), ...onlyOneByOne(configuration) });
    },

    async 'GET /2015-03-31/functions/*/versions'({ functionName, query }) {
      const latest = await versions.readConfiguration(functionName);
      const all = [latest, ...(await versions.listVersions(functionName))];
      const start = Number(query.get('Marker') ?? 0);
      const end = start + VERSIONS_PER_PAGE;
      const next = end < all.length ? { NextMarker: String(end) } : {};
      return json(200, { Versions: all.slice(start, end).map(described), ...next });
    },

    async 'POST /2015-03-31/functions/*/versions'({ functionName, body }) {
      const { CodeSha256, RevisionId, Description } = publishInput.parse(JSON.parse(body.toString()));
      const expected = { codeSha256: CodeSha256, revisionId: RevisionId, description: Description };
      const configuration = await versions.publish(functionName, expected);
      return json(201, { ...described(configuration), ...onlyOneByOne(configuration) });
    },

    async 'POST /2015-03-31/functions/*/invocations'({ functionName, query, body }) {
      const payload = JSON.parse(body.toString());
      const answer = await versions.invoke(functionName, query.get('Qualifier') ?? '$LATEST', payload);
      const headers: Record<string, string> = { 'x-amz-executed-version': answer.executedVersion };
      if (answer.functionError !== null) headers['x-amz-function-error'] = answer.functionError;
      return { status: 200, headers, body: answer.payload === null ? '' : JSON.stringify(answer.payload) };
    },

    async 'DELETE /2015-03-31/functions/*'({ functionName, query }) {
      const qualifier = query.get('Qualifier');
      if (!qualifier) throw new Error('this would delete the whole function');
      const there = (await versions.listVersions(functionName)).some((one) => one.functionVersion === qualifier);
      if (!there) await versions.readConfiguration(functionName, qualifier); // answers 404
      await versions.delete(functionName, qualifier);
      return { status: 204 };
    },
  };
}

/** A version as a list shows it, with things that change from call to call and must not matter. */
function described(configuration: FunctionConfiguration) {
  const { functionArn, functionVersion, revisionId, codeSha256, roleArn, environment, description } = configuration;
  const noise = functionVersion === '$LATEST' ? 1 : 2;
  return {
    FunctionName: functionArn.split(':')[6],
    FunctionArn: functionVersion === '$LATEST' ? functionArn : `${functionArn}:${functionVersion}`,
    Version: functionVersion,
    RevisionId: revisionId,
    CodeSha256: codeSha256,
    CodeSize: 1000 * noise,
    LastModified: `2026-01-05T00:00:0${noise}.000+0000`,
    Role: roleArn,
    Description: description,
    Environment: { Variables: environment },
    ...describedProperties(configuration.properties),
  };
}

/** What Lambda tells about one version, but not in a list. */
function onlyOneByOne({ state, lastUpdateStatus, properties }: FunctionConfiguration) {
  return {
    State: state,
    StateReasonCode: state === 'Pending' ? 'Creating' : undefined,
    LastUpdateStatus: lastUpdateStatus,
    RuntimeVersionConfig: { RuntimeVersionArn: properties.runtimeVersionArn },
  };
}
