import { expect, test } from 'vitest';
import { endpointEnvironment, localServices, REFUSING_PORT } from '../../../lib/local/endpoints/service-directory.ts';

test('every service has a port of its own', () => {
  const ports = [...Object.values(localServices).map(({ port }) => port), REFUSING_PORT];

  expect(new Set(ports).size).toBe(ports.length);
});

test('the SDK finds the services by environment variables, and nothing else reaches AWS', () => {
  expect(endpointEnvironment()).toEqual({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:7000',
    AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:7001',
    AWS_ENDPOINT_URL_SFN: 'http://127.0.0.1:7002',
    AWS_ENDPOINT_URL_CLOUDWATCH: 'http://127.0.0.1:7003',
    AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://127.0.0.1:7004',
    AWS_ENDPOINT_URL_SCHEDULER: 'http://127.0.0.1:7005',
    AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:7006',
    AWS_ENDPOINT_URL_SNS: 'http://127.0.0.1:7007',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:7008',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:7009',
  });
});
