import { bundleVariables } from '../../domain/training-engine/training-task.ts';

/**
 * What a container of a public Node image runs: fetches the bundle from S3 with the credentials of the task's role,
 * refuses other bytes than those that were deployed, and runs its export `task`. It signs by itself (AWS Signature
 * Version 4), because the image has no SDK.
 */
export const bundleStarter = `
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const {
  AWS_REGION: region,
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: credentialsPath,
  AWS_CONTAINER_CREDENTIALS_FULL_URI: credentialsUrl = 'http://169.254.170.2' + credentialsPath,
  ${bundleVariables.bucket}: bucket,
  ${bundleVariables.key}: key,
  ${bundleVariables.sha256}: expected,
  ${bundleVariables.endpoint}: s3,
  AWS_ENDPOINT_URL_S3: endpoint = s3,
} = process.env;

const sha256 = (content) => createHash('sha256').update(content).digest('hex');
const hmac = (secret, text) => createHmac('sha256', secret).update(text).digest();

const get = (url, headers = {}) =>
  new Promise((resolve, reject) => {
    const { get: send } = url.protocol === 'http:' ? http : https;
    const request = send(url, { headers, timeout: 60_000 }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        if (answer.statusCode === 200) resolve(body);
        else reject(new Error(url.pathname + ' should be readable, got ' + answer.statusCode + ': ' + body));
      });
    });
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error(url.host + ' did not answer within a minute')));
  });

const signed = (url, { AccessKeyId, SecretAccessKey, Token }) => {
  const time = new Date().toISOString().replace(/[-:]|\\.\\d+/g, '');
  const scope = [time.slice(0, 8), region, 's3', 'aws4_request'];
  const nothing = sha256('');
  const headers = {
    host: url.host,
    'x-amz-content-sha256': nothing,
    'x-amz-date': time,
    'x-amz-security-token': Token,
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => name + ':' + value + '\\n');
  const request = ['GET', url.pathname, '', lines.join(''), names, nothing].join('\\n');
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(request)].join('\\n');
  const signature = hmac(scope.reduce(hmac, 'AWS4' + SecretAccessKey), text).toString('hex');
  const credential = AccessKeyId + '/' + scope.join('/');
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + credential + ', SignedHeaders=' + names + ', Signature=' + signature;
  return { ...headers, authorization };
};

const role = JSON.parse(await get(new URL(credentialsUrl)));
const url = new URL(bucket + '/' + key, endpoint + '/');
const code = await get(url, signed(url, role));
if (sha256(code) !== expected) throw new Error(key + ' should have the sha256 ' + expected + ', got ' + sha256(code));
const file = join(mkdtempSync(join(tmpdir(), 'bundle-')), 'index.mjs');
writeFileSync(file, code);
const { task } = await import(pathToFileURL(file).href);
await task();
`.trim();
