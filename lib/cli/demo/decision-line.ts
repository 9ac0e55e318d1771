import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import type { EventOf, LedgerEvent } from '../../domain/ledger/ledger-event.ts';
import type { LedgerState } from '../../domain/ledger/ledger-state.ts';
import type { AlarmKind } from '../../domain/resource-names.ts';
import type { Paint } from '../terminal/terminal.ts';

/** One decision as the story tells it. */
export interface DecisionLine {
  readonly paint: Paint;
  readonly mark: string;
  /** What was done, in a word or two. */
  readonly deed: string;
  readonly text: string;
}

type Tell<Event> = (event: Event, state: LedgerState, before: LedgerState | undefined) => DecisionLine | null;

/** A decision in words; null for the small steps of a release that went well. */
export function decisionLine({ event, state }: LedgerEntry, before: LedgerState | undefined): DecisionLine | null {
  const tell = tales[event.type] as Tell<LedgerEvent> | undefined;
  return tell === undefined ? null : tell(event, state, before);
}

const tales: { readonly [Type in LedgerEvent['type']]?: Tell<EventOf<Type>> } = {
  bootstrapped: ({ reason }) => line('green', '●', 'deployed', reason),
  registered: ({ modelVersion, verdict, reason }) => {
    const [paint, mark, deed] = verdicts[verdict];
    const why = reason.startsWith(`${deed}: `) ? reason.slice(deed.length + 2) : reason;
    return line(paint, mark, deed, `${modelVersion}: ${rounded(why)}`);
  },
  'lease-acquired': ({ grounds, modelVersion, reason }) =>
    grounds.kind === 'forced'
      ? line('yellow', '!', 'forced', `${modelVersion} is released against the verdict: ${grounds.reason || reason}`)
      : null,
  'servability-checked': ({ servable, functionVersion, detail }) =>
    servable ? null : line('red', '!', 'cannot serve', `function version ${functionVersion}: ${detail}`),
  shifted: ({ weight }, { challenger, champion }) => {
    const shares = `${challenger?.modelVersion} gets ${percent(weight)} of the traffic, ${champion?.modelVersion} keeps the rest`;
    return line('cyan', '↗', 'canary', shares);
  },
  promoted: ({ reason }, { champion }) =>
    line('green', '★', 'promoted', `${champion?.modelVersion} gets all traffic: ${rounded(reason)}`),
  'rolled-back': (event, { champion }, before) => {
    const lost = before?.routing?.canary ? before.challenger : before?.champion;
    const moved = `${lost?.modelVersion} loses its traffic, ${champion?.modelVersion} has all of it again`;
    return line('red', '↩', 'rolled back', `${moved}: ${rollbackReason(event)}`);
  },
  'rollback-watched': ({ healthy, reason }) => (healthy ? null : line('red', '!', 'still failing', rounded(reason))),
  skipped: ({ reason }) => line('yellow', '–', 'skipped', reason),
  failed: ({ error, reason }) => line('red', '!', 'failed', `${error}: ${reason}`),
  reconciled: ({ reason }) => line('yellow', '!', 'put right', reason),
};

const verdicts = {
  promote: ['green', '✓', 'better'],
  reject: ['yellow', '✗', 'refused'],
  hold: ['yellow', '✗', 'held'],
  'a-b-test': ['yellow', '✗', 'held'],
} as const;

const alarmWords: Readonly<Partial<Record<AlarmKind, string>>> = {
  'challenger-errors': 'too many of its requests fail',
  'error-rate': 'too many requests fail',
  'success-rate': 'too many answers are bad',
  'response-time': 'its answers are too slow',
  'predict-failure': 'predictions fail',
};

/** Why traffic was given back, in words for those who do not know the alarms by name. */
export function rollbackReason({ cause, reason }: Pick<EventOf<'rolled-back'>, 'cause' | 'reason'>): string {
  const known = Object.entries(alarmWords).find(([kind]) => cause === 'alarm' && `${reason} `.includes(`-${kind} `));
  if (known !== undefined) return `${known[1]} (alarm ${known[0]})`;
  return cause === 'manual' ? `by hand: "${reason}"` : rounded(reason);
}

function line(paint: Paint, mark: string, deed: string, text: string): DecisionLine {
  return { paint, mark, deed, text };
}

/** A share as `10 %`. */
function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** A text with its long decimal numbers cut to three digits that count, or to whole numbers. */
function rounded(text: string): string {
  return text.replaceAll(/-?(\d+)\.\d{4,}/g, (number, whole: string) =>
    String(Number(Number(number).toPrecision(Math.max(3, whole.length)))),
  );
}
