import type { ExecutionRecord } from '../../domain/ledger/execution-record.ts';
import type { LiveModel } from '../../domain/ledger/live-at.ts';
import type { ExecutionStatus } from '../../domain/ports/executions.ts';
import { durationText } from '../terminal/moments.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { factList } from '../terminal/text-table.ts';
import { liveText, numberText, shortName } from './names.ts';

/** An execution of Retrain that was started by hand. */
export interface ReleaseByHand {
  readonly model: string;
  readonly execution: string;
  readonly console: string | null;
  readonly status: ExecutionStatus;
}

type Fact = readonly [string, string];

export function startedText(terminal: Terminal, { model, execution, console }: ReleaseByHand): string {
  const title = `${terminal.paint('bold', `${model}: started`)} ${shortName(execution)}`;
  if (console === null) return title;
  const facts: Fact[] = [
    ['execution', execution],
    ['console', console],
    ['follow it', `ratchet status --model ${model} --follow`],
  ];
  return `${title}\n\n${factList(terminal, facts)}`;
}

interface EndedRelease {
  readonly status: ExecutionStatus;
  readonly seconds: number;
  readonly record: ExecutionRecord | null;
  readonly live: LiveModel | null;
}

export function endedText(terminal: Terminal, { status, seconds, record, live }: EndedRelease): string {
  const succeeded = status === 'SUCCEEDED';
  const title = terminal.paint(succeeded ? 'green' : 'red', succeeded ? 'succeeded' : 'did not succeed');
  const facts: Fact[] = [
    ...recordFacts(record),
    ['live', live === null ? 'nothing' : liveText(live)],
    ['took', durationText(seconds)],
  ];
  return `${title}\n\n${factList(terminal, facts)}`;
}

function recordFacts(record: ExecutionRecord | null): Fact[] {
  if (record === null) return [];
  const { model_version: modelVersion, improvement_pct: improvement, error_message: error, reason } = record;
  const why = error ?? reason;
  return [
    ...(modelVersion === null ? [] : [['model version', modelVersion] as const]),
    ...(improvement === null ? [] : [['improvement', `${numberText(improvement)} % over the champion`] as const]),
    ...(why === null ? [] : [['why', why] as const]),
  ];
}
