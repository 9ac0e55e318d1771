import { bundleVariables } from '../../domain/training-engine/training-task.ts';

/**
 * How a container of a public Node image reaches S3 with the credentials of its task's role: `getObject`, `putObject`, and
 * `bundle`, the code that it was deployed with, which is refused if its bytes are others. It signs by itself (AWS
 * Signature Version 4), because the image has no SDK.
 */
export const s3Script = `
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
  ${bundleVariables.bucket}: bundleBucket,
  ${bundleVariables.key}: bundleKey,
  ${bundleVariables.sha256}: bundleSha256,
  ${bundleVariables.endpoint}: s3,
  AWS_ENDPOINT_URL_S3: endpoint = s3,
} = process.env;

const sha256 = (content) => createHash('sha256').update(content).digest('hex');
const hmac = (secret, text) => createHmac('sha256', secret).update(text).digest();

const call = (method, url, headers = {}, content = '', expected = [200]) =>
  new Promise((resolve, reject) => {
    const { request: send } = url.protocol === 'http:' ? http : https;
    const request = send(url, { method, headers, timeout: 60_000 }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        const { statusCode } = answer;
        const wish = method === 'GET' ? 'readable' : 'writable';
        if (expected.includes(statusCode)) resolve(body);
        else reject(new Error(url.pathname + ' should be ' + wish + ', got ' + statusCode + ': ' + body));
      });
    });
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error(url.host + ' did not answer within a minute')));
    request.end(content);
  });

const signed = (method, url, content, { AccessKeyId, SecretAccessKey, Token }, condition = {}) => {
  const time = new Date().toISOString().replace(/[-:]|\\.\\d+/g, '');
  const scope = [time.slice(0, 8), region, 's3', 'aws4_request'];
  const hash = sha256(content);
  // by name, as the signature wants them
  const headers = {
    host: url.host,
    ...condition,
    'x-amz-content-sha256': hash,
    'x-amz-date': time,
    'x-amz-security-token': Token,
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => name + ':' + value + '\\n');
  const request = [method, url.pathname, '', lines.join(''), names, hash].join('\\n');
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(request)].join('\\n');
  const signature = hmac(scope.reduce(hmac, 'AWS4' + SecretAccessKey), text).toString('hex');
  const credential = AccessKeyId + '/' + scope.join('/');
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + credential + ', SignedHeaders=' + names + ', Signature=' + signature;
  return { ...headers, authorization };
};

// the role's credentials change every few hours
const role = async () => JSON.parse(await call('GET', new URL(credentialsUrl)));
// as the signature wants names of executions that have a sign in them
const encoded = (key) =>
  encodeURIComponent(key)
    .replace(/[!'()*]/g, (sign) => '%' + sign.charCodeAt(0).toString(16).toUpperCase())
    .replaceAll('%2F', '/');
const objectUrl = (bucket, key) => new URL(bucket + '/' + encoded(key), endpoint + '/');

const getObject = async (bucket, key) => {
  const url = objectUrl(bucket, key);
  return call('GET', url, signed('GET', url, '', await role()));
};

// one that is there already stays, as the bucket wants it
const putObject = async (bucket, key, content) => {
  const url = objectUrl(bucket, key);
  const headers = signed('PUT', url, content, await role(), { 'if-none-match': '*' });
  return call('PUT', url, { ...headers, 'content-length': content.length }, content, [200, 412]);
};

const folder = mkdtempSync(join(tmpdir(), 'ratchet-'));
const fileOf = (name, content) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const bundle = async () => {
  const code = await getObject(bundleBucket, bundleKey);
  const actual = sha256(code);
  if (actual !== bundleSha256) throw new Error(bundleKey + ' should have the sha256 ' + bundleSha256 + ', got ' + actual);
  return import(pathToFileURL(fileOf('index.mjs', code)));
};
`;
