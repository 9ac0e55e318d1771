import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import type { ModelStanding } from '../../domain/ledger/model-roles.ts';
import type { VersionRecord } from '../../domain/ports/version-record.ts';
import type { ModelConnection } from '../model-connection.ts';
import type { ModelFiles } from '../model-files.ts';
import { momentText } from '../terminal/moments.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { factList } from '../terminal/text-table.ts';
import { entryText } from './entry-text.ts';
import { headline } from './headline.ts';
import { importanceText } from './importance-text.ts';
import { actorText, numberText, shortName } from './names.ts';

export interface ShownVersion {
  readonly record: VersionRecord;
  readonly standing: ModelStanding;
  /** Entries about it, the newest first. */
  readonly entries: readonly LedgerEntry[];
  readonly download: ModelFiles | null;
}

type Fact = readonly [string, string];

export function infoText(terminal: Terminal, connection: ModelConnection, shown: ShownVersion): string {
  const { record, entries, download } = shown;
  const title = (text: string) => `\n${terminal.paint('bold', text)}\n`;
  return [
    headline(terminal, connection, `model version ${record.modelVersion}`),
    factList(terminal, [...standingFacts(shown), ...qualityFacts(record)]),
    title('lineage'),
    factList(terminal, lineageFacts(record)),
    ...(record.importance === undefined ? [] : [title('importance'), importanceText(terminal, record.importance)]),
    title('decisions'),
    ...entries.map((entry) => `${entryText(terminal, entry)}\n`),
    ...(download === null ? [] : downloadLines(download)),
  ]
    .join('\n')
    .trimEnd();
}

function downloadLines({ parts, ...whole }: ModelFiles): string[] {
  return [whole, ...parts].map(({ bytes, file }) => `wrote ${bytes} bytes to ${file}, with the recorded SHA-256`);
}

function standingFacts({ record, standing }: ShownVersion): Fact[] {
  const { createdAt, createdBy, execution, verdict, trust } = record;
  const by =
    execution === null ? actorText(createdBy) : `${actorText(createdBy)}, in the execution ${shortName(execution)}`;
  return [
    ['role', standing.role],
    ['created', `${momentText(createdAt)} UTC, by ${by}`],
    ['deployed', standing.deployedAt === null ? 'never' : `${momentText(standing.deployedAt)} UTC`],
    ['verdict', `${verdict}, ${trust}`],
  ];
}

function qualityFacts({ metrics, championMetrics, trainingStats }: VersionRecord): Fact[] {
  const { trainAccuracy, validationAccuracy } = trainingStats;
  return [
    ['metrics', metricsText(metrics)],
    ['champion then', championMetrics === null ? '-' : metricsText(championMetrics)],
    ['accuracy', `training ${shown(trainAccuracy)}, validation ${shown(validationAccuracy)}`],
  ];
}

function lineageFacts({ lineage, trainingStats, model, signature }: VersionRecord): Fact[] {
  const { trainer, parameters, datasetRows, datasetSha256, window, codeSha256, target, features } = lineage;
  const settings = Object.entries(parameters).map(([name, value]) => `${name} ${String(value) || 'none'}`);
  return [
    ['trainer', [trainer, ...settings].join(', ')],
    ['target', `${target}, from ${Object.keys(features).length} features`],
    ['data', `${datasetRows} rows, of which ${trainingStats.trainingRows} for training`],
    ...(window === null ? [] : [['window', `${momentText(window.from)} to ${momentText(window.to)} UTC`] as const]),
    ['data hash', datasetSha256],
    ['code hash', codeSha256],
    ['model hash', `${model.sha256} (${model.bytes} bytes)`],
    ['signature', signature === null ? 'none, as no training made it' : 'there; ratchet verify checks it'],
  ];
}

function metricsText(metrics: VersionRecord['metrics']): string {
  const parts = Object.entries(metrics).map(([name, value]) => `${name} ${numberText(value)}`);
  return parts.length === 0 ? '-' : parts.join(', ');
}

function shown(value: number | null): string {
  return value === null ? 'unknown' : numberText(value);
}
