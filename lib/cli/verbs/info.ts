import { registeredParts } from '../../domain/artifacts/model-parts.ts';
import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import { entryAnswer, versionAnswer } from '../../domain/ledger/model-answers.ts';
import { modelStandings } from '../../domain/ledger/model-roles.ts';
import type { VersionRecord } from '../../domain/ports/version-record.ts';
import { NotFound } from '../cli-errors.ts';
import type { ModelConnection } from '../model-connection.ts';
import { type ModelFiles, writeModelFiles } from '../model-files.ts';
import { readLedger } from '../read-ledger.ts';
import { subjectOf } from '../text/entry-text.ts';
import { infoText } from '../text/info-text.ts';
import type { Verb } from '../verb.ts';
import { versionFlag } from '../verb-flags.ts';

/** Everything about one model version, the champion unless another is named. */
export const info: Verb<'info'> = (flags) => {
  const [asked, file] = [versionFlag(flags), flags.text('--download')];
  return async ({ connection }) => {
    const { head, entries } = await readLedger(connection);
    const record = await readRecord(connection, asked ?? head.state.champion?.modelVersion ?? null);
    const standing = modelStandings([record], entries).get(record.modelVersion) ?? {
      role: 'candidate',
      deployedAt: null,
    };
    const about = entries.filter((entry) => isAbout(entry, record.modelVersion)).reverse();
    const download = file === null ? null : await downloadModel(connection.store, record, file);
    return {
      json: {
        model: connection.modelName,
        ...versionAnswer(record, standing),
        record,
        download,
        entries: about.map(entryAnswer),
      },
      text: (terminal) => infoText(terminal, connection, { record, standing, entries: about, download }),
    };
  };
};

async function readRecord(
  { modelName, records }: ModelConnection,
  modelVersion: string | null,
): Promise<VersionRecord> {
  const record = modelVersion === null ? null : await records.read(modelName, modelVersion);
  if (record !== null) return record;
  throw new NotFound(`${modelName} has no model version ${modelVersion}: 'ratchet list' shows all of them`);
}

/** With all that it scores with. */
async function downloadModel(
  store: ModelConnection['store'],
  record: VersionRecord,
  file: string,
): Promise<ModelFiles> {
  const parts = await registeredParts(store, record);
  return writeModelFiles('--download', file, store, { model: record.model, parts });
}

function isAbout(entry: LedgerEntry, modelVersion: string): boolean {
  const { event } = entry;
  const target = event.type === 'rolled-back' ? event.target?.modelVersion : undefined;
  return subjectOf(entry) === modelVersion || target === modelVersion;
}
