import { canonicalJson } from '../../lib/domain/canonical-json.ts';
import { VersionTaken } from '../../lib/domain/ports/adapter-errors.ts';
import { modelVersionKey } from '../../lib/domain/ports/registry-keys.ts';
import { type VersionRecord, type VersionRecords, versionRecordSchema } from '../../lib/domain/ports/version-record.ts';

/** Version records that live as long as the test, as text, so that nobody can change one that was put. */
export function inMemoryVersionRecords(): VersionRecords {
  const models = new Map<string, Map<string, string>>();
  const parsed = new Map<string, VersionRecord>();
  const parse = (text: string) => {
    const record = parsed.get(text) ?? versionRecordSchema.parse(JSON.parse(text));
    parsed.set(text, record);
    return record;
  };

  return {
    async put(record) {
      const { modelName, modelVersion } = record;
      const records = models.get(modelName) ?? new Map<string, string>();
      const [key, text] = [modelVersionKey(modelVersion), canonicalJson(record)];
      if ((records.get(key) ?? text) !== text) throw new VersionTaken(`${modelVersion} of ${modelName} is taken`);
      models.set(modelName, records.set(key, text));
    },
    async read(modelName, modelVersion) {
      const text = models.get(modelName)?.get(modelVersionKey(modelVersion));
      return text === undefined ? null : parse(text);
    },
    async list(modelName) {
      const records = [...(models.get(modelName) ?? [])];
      return records.sort(([one], [other]) => (one > other ? -1 : 1)).map(([, text]) => parse(text));
    },
  };
}
