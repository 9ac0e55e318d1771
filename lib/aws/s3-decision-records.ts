import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { canonicalJson } from '../domain/canonical-json.ts';
import { decisionFolder, decisionKey, parseDecision } from '../domain/decision-records/decision-record.ts';
import { inGroups } from '../domain/in-groups.ts';
import { DecisionConflict } from '../domain/ports/adapter-errors.ts';
import type { DecisionRecords } from '../domain/ports/decision-records.ts';
import { uploadOnce } from './s3-upload.ts';

const READ_AT_ONCE = 8;

/** Records in the artefact bucket, which takes every object once. */
export function s3DecisionRecords(client: S3Client, bucketName: string): DecisionRecords {
  const read = async (Key: string): Promise<Uint8Array> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucketName, Key }));
    if (Body === undefined) throw new Error(`s3://${bucketName}/${Key} should have a body, got none`);
    return Body.transformToByteArray();
  };

  return {
    async write(record) {
      const [key, text] = [decisionKey(record), canonicalJson(record)];
      const content = new TextEncoder().encode(text);
      if (await uploadOnce(client, { Bucket: bucketName, Key: key }, content)) return;
      if (new TextDecoder().decode(await read(key)) === text) return;
      throw new DecisionConflict(`s3://${bucketName}/${key} has another answer to the same question: compare the two`);
    },

    async list(modelName, executionName) {
      const query = { Bucket: bucketName, Prefix: decisionFolder(modelName, executionName) };
      const found: { readonly key: string; readonly written: number }[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, query)) {
        found.push(...Contents.map(({ Key = '', LastModified }) => ({ key: Key, written: Number(LastModified ?? 0) })));
      }
      const inOrder = found.toSorted((one, other) => one.written - other.written);
      return inGroups(inOrder, READ_AT_ONCE, async ({ key }) => parseDecision(await read(key), key));
    },
  };
}
