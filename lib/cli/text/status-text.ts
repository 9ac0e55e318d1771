import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import type { modelAnswer } from '../../domain/ledger/model-answers.ts';
import type { ModelConnection } from '../model-connection.ts';
import type { Pause } from '../pause.ts';
import { momentText } from '../terminal/moments.ts';
import { paragraph } from '../terminal/paragraph.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { factList } from '../terminal/text-table.ts';
import { entryText } from './entry-text.ts';
import { headline } from './headline.ts';
import { actorText, liveText, phaseTexts, shortName } from './names.ts';
import { schedulesText } from './switched-text.ts';

export interface ShownStatus {
  readonly model: ReturnType<typeof modelAnswer>;
  readonly head: LedgerEntry;
  readonly running: Awaited<ReturnType<ModelConnection['running']>>;
  /** Null while the schedules are on. */
  readonly pause: Pause | null;
  /** How the alias differs from the ledger; null where it does not. */
  readonly aliasFinding: string | null;
}

type Fact = readonly [string, string];

export function statusText(terminal: Terminal, connection: ModelConnection, shown: ShownStatus): string {
  const { head, aliasFinding } = shown;
  const warning =
    aliasFinding === null
      ? []
      : [
          `\n${terminal.paint('red', paragraph(terminal, `${aliasFinding}; the reconciler puts that right within minutes`))}`,
        ];
  return [
    headline(terminal, connection, 'status'),
    factList(terminal, [...liveFacts(shown), ...watchFacts(head), ...runningFacts(shown.running)]),
    ...warning,
    `\n${terminal.paint('dim', 'newest decision')}`,
    entryText(terminal, head),
  ].join('\n');
}

function liveFacts({ model, pause }: Pick<ShownStatus, 'model' | 'pause'>): Fact[] {
  if (model === null) return [['live', 'nothing']];
  const { phase, probationEnd, release } = model;
  return [
    ['live', liveText(model)],
    ['since', `${momentText(model.since)} UTC, moved by ${actorText(model.movedBy)}`],
    [
      'phase',
      probationEnd === null ? phaseTexts[phase] : `${phaseTexts[phase]}, until ${momentText(probationEnd)} UTC`,
    ],
    ...(release === null ? [] : [releaseFact(release)]),
    ['schedules', schedulesText(pause)],
  ];
}

function watchFacts({ state: { watchedSince } }: LedgerEntry): Fact[] {
  return watchedSince === null ? [] : [['watched', `since the rollback at ${momentText(watchedSince)} UTC`]];
}

function releaseFact({
  mode,
  modelVersion,
  execution,
  until,
}: NonNullable<NonNullable<ShownStatus['model']>['release']>): Fact {
  return [
    'release',
    `${mode} release of ${modelVersion} by ${shortName(execution)}, lease until ${momentText(until)} UTC`,
  ];
}

function runningFacts(running: ShownStatus['running']): Fact[] {
  if (running.length === 0) return [['running', 'nothing']];
  return running.map(({ arn, startedAt }) => ['running', `${shortName(arn)}, since ${momentText(startedAt)} UTC`]);
}
