import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { functionDefinition } from '../../../lib/local/lambda/function-properties.ts';
import { recordFilter } from '../../../lib/local/lambda/record-filter.ts';
import { streamMappingSettings } from '../../../lib/local/lambda/stream-mapping-settings.ts';

const given = { functionName: 'Stack-Predict', codeFolder: '/code', step: 'predict' };
const minimal = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: 'arn:aws:iam:::role/x', Code: {} };
const read = (properties: Record<string, unknown>) => functionDefinition({ logicalId: 'Predict', properties }, given);

describe('the properties of a function', () => {
  test('have the defaults of AWS', () => {
    expect(read(minimal)).toEqual({
      ...given,
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      role: 'arn:aws:iam:::role/x',
      description: '',
      timeoutSeconds: 3,
      memoryMegabytes: 128,
      ephemeralMegabytes: 512,
      architecture: 'x86_64',
      environment: {},
      tracingMode: 'PassThrough',
      logging: { LogFormat: 'Text', LogGroup: '/aws/lambda/Stack-Predict' },
      deadLetterTarget: null,
      updateRuntimeOn: 'Auto',
      reservedConcurrency: null,
    });
  });

  test('are taken over', () => {
    const properties = {
      ...minimal,
      Architectures: ['arm64'],
      Environment: { Variables: { A: 1 } },
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: 'group' },
      RuntimeManagementConfig: { UpdateRuntimeOn: 'FunctionUpdate' },
      ReservedConcurrentExecutions: 0,
      DeadLetterConfig: { TargetArn: 'arn:queue' },
      Timeout: '29',
      Layers: ['arn:aws:lambda:eu-central-1:111122223333:layer:onnxruntime:3'],
    };

    expect(read(properties)).toMatchObject({
      architecture: 'arm64',
      environment: { A: '1' },
      logging: { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: 'group' },
      updateRuntimeOn: 'FunctionUpdate',
      reservedConcurrency: 0,
      deadLetterTarget: 'arn:queue',
      timeoutSeconds: 29,
    });
  });

  test.each([
    [{ FileSystemConfigs: [] }, "Predict: the property 'FileSystemConfigs' of a function is not known"],
    [{ Runtime: 'python3.13' }, "Predict: 'Runtime' should be nodejs24.x, got python3.13"],
    [{ PackageType: 'Image' }, "Predict: 'PackageType' should be Zip"],
    [{ RuntimeManagementConfig: { UpdateRuntimeOn: 'Manual' } }, /should be Auto or FunctionUpdate, got Manual/],
  ])('that are not known are refused: %o', (more, reason) => {
    expect(() => read({ ...minimal, ...more })).toThrow(reason);
  });
});

const mapping = { FunctionName: 'fn', EventSourceArn: 'arn', StartingPosition: 'TRIM_HORIZON' };
const readMapping = (properties: Record<string, unknown>) =>
  streamMappingSettings({ logicalId: 'Mapping', properties });

describe('the properties of a mapping', () => {
  test('have the defaults of AWS', () => {
    expect(readMapping(mapping)).toEqual({
      functionName: 'fn',
      startingPosition: 'TRIM_HORIZON',
      batchSize: 100,
      windowSeconds: 0,
      filters: [],
      bisects: false,
      reportsItemFailures: false,
      maximumRetryAttempts: Number.POSITIVE_INFINITY,
      maximumRecordAgeSeconds: Number.POSITIVE_INFINITY,
      onFailure: null,
    });
  });

  test.each([
    [
      { ParallelizationFactor: 2 },
      "Mapping: the property 'ParallelizationFactor' of an event source mapping is not known",
    ],
    [{ StartingPosition: 'AT_TIMESTAMP' }, "Mapping: 'StartingPosition' should be TRIM_HORIZON or LATEST"],
    [
      { FilterCriteria: { Filters: [{ Pattern: '{"a":[{"suffix":"x"}]}' }] } },
      "Mapping: the filter pattern at $.a uses 'suffix'",
    ],
  ])('that are not known are refused: %o', (more, reason) => {
    expect(() => readMapping({ ...mapping, ...more })).toThrow(reason);
  });
});

describe('a filter', () => {
  const record = { eventName: 'INSERT', dynamodb: { Keys: { pk: { S: 'ledger#churn' } } }, count: 1 };

  test.each([
    ['{"eventName":["INSERT"]}', true],
    ['{"eventName":["MODIFY","INSERT"]}', true],
    ['{"eventName":["MODIFY"]}', false],
    ['{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"ledger#"}]}}}}', true],
    ['{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"head#"}]}}}}', false],
    ['{"eventName":["INSERT"],"dynamodb":{"Keys":{"sk":{"S":["x"]}}}}', false],
    ['{"missing":{"deep":["x"]}}', false],
    ['{"count":[1]}', true],
    ['{"count":["1"]}', false],
    ['{"count":[{"prefix":"1"}]}', false],
  ])('%s: %s', (pattern, passes) => {
    expect(recordFilter(pattern)(record)).toBe(passes);
  });

  test.each(['{"a":"x"}', '{"a":[{"exists":true}]}', '{"a":[{"prefix":1}]}', '[]x'])('%s is refused', (pattern) => {
    expect(() => recordFilter(pattern)).toThrow();
  });
});

test('every function and mapping of the synthesized stacks can be read', () => {
  const folder = new URL('../../../cdk.out/', import.meta.url);
  const templates = readdirSync(folder).filter((file) => file.endsWith('.template.json'));
  const counts = { functions: 0, mappings: 0 };
  for (const file of templates) {
    const { Resources } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    for (const [logicalId, resource] of Object.entries<{ Type: string; Properties: Record<string, unknown> }>(
      Resources,
    )) {
      const { Type, Properties: properties } = resource;
      if (Type === 'AWS::Lambda::Function') {
        functionDefinition({ logicalId, properties }, { functionName: logicalId, codeFolder: '' });
        counts.functions += 1;
      }
      if (Type === 'AWS::Lambda::EventSourceMapping') {
        streamMappingSettings({ logicalId, properties });
        counts.mappings += 1;
      }
    }
  }
  expect(counts.functions).toBeGreaterThan(20);
  expect(counts.mappings).toBeGreaterThan(1);
});
