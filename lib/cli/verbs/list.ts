import { versionAnswer } from '../../domain/ledger/model-answers.ts';
import { type ModelStanding, modelStandings } from '../../domain/ledger/model-roles.ts';
import { compareModelVersions } from '../../domain/ledger/model-version.ts';
import type { VersionRecord } from '../../domain/ports/version-record.ts';
import type { Timestamp } from '../../domain/time.ts';
import { readLedger } from '../read-ledger.ts';
import { dayText, momentText } from '../terminal/moments.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { textTable } from '../terminal/text-table.ts';
import { headline } from '../text/headline.ts';
import { qualityText } from '../text/quality.ts';
import type { Verb } from '../verb.ts';

interface Listed {
  readonly record: VersionRecord;
  readonly standing: ModelStanding;
}

/** All model versions, the newest first. */
export const list: Verb<'list'> =
  () =>
  async ({ connection }) => {
    const { modelName, records } = connection;
    const [{ entries }, registered] = await Promise.all([readLedger(connection), records.list(modelName)]);
    const standings = modelStandings(registered, entries);
    const listed = registered
      .flatMap((record) => {
        const standing = standings.get(record.modelVersion);
        return standing === undefined ? [] : [{ record, standing }];
      })
      .sort((one, other) => compareModelVersions(other.record.modelVersion, one.record.modelVersion));
    return {
      json: { model: modelName, versions: listed.map(({ record, standing }) => versionAnswer(record, standing)) },
      text: (terminal) => `${headline(terminal, connection, 'model versions')}\n${listTable(terminal, listed)}`,
    };
  };

const HEAD = ['version', 'role', 'quality', 'rows', 'verdict', 'created', 'deployed'];
const ROWS_COLUMN = HEAD.indexOf('rows');
/** Where times of day fit beside the rest. */
const WIDE = 95;

function listTable(terminal: Terminal, listed: readonly Listed[]): string {
  const time = (at: Timestamp) => (terminal.width < WIDE ? dayText(at) : momentText(at));
  const rows = listed.map(({ record, standing: { role, deployedAt } }) => [
    record.modelVersion,
    role === 'champion' ? terminal.paint('green', role) : role,
    qualityText(record),
    String(record.lineage.datasetRows),
    record.verdict,
    time(record.createdAt),
    deployedAt === null ? '-' : time(deployedAt),
  ]);
  return textTable(terminal, rows, { head: HEAD, right: [ROWS_COLUMN] });
}
