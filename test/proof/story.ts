import type { CounterExample } from './exploration.ts';
import type { Turn } from './play.ts';

/** Calls of one actor that follow each other. */
interface Segment {
  readonly actor: string;
  readonly turns: readonly Turn[];
  /** Whether the actor never acts again. */
  readonly ends: boolean;
}

/** The calls up to the first violation, one line per actor's turn at acting, for people. */
export function storyLines({ play, turns, violations }: CounterExample): string[] {
  const [first] = violations;
  const shown = segmentsOf(turns, first?.turn ?? turns.length);
  const width = Math.max(...shown.map(({ actor }) => actor.length));
  return [
    play,
    ...shown.map(({ actor, turns: own }) => `  ${actor.padEnd(width)}  ${own.map(callText).join(', ')}`),
    `  => ${first?.invariant}: ${first?.detail}`,
  ];
}

/** The same in one sentence: who acts how far, and what fails. */
export function storySentence({ turns, violations }: CounterExample): string {
  const until = violations[0]?.turn ?? turns.length;
  return segmentsOf(turns, until).map(segmentText).join('; ');
}

/** What happened in the first `until` turns. */
function segmentsOf(turns: readonly Turn[], until: number): Segment[] {
  const told = turns.slice(0, until);
  const starts = told.flatMap(({ actor }, index) => (actor === told[index - 1]?.actor ? [] : [index]));
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? until;
    const { actor = '' } = turns[start] ?? {};
    return { actor, turns: turns.slice(start, end), ends: turns.slice(end).every((turn) => turn.actor !== actor) };
  });
}

function segmentText({ actor, turns, ends }: Segment): string {
  const faults = turns.flatMap(({ call, fault }) => (fault === null ? [] : [`its \`${call}\` ${fault}`]));
  const way = ends ? 'to the end' : `up to \`${turns.at(-1)?.call}\``;
  return [`${actor} ${way}`, ...faults].join(', ');
}

function callText({ call, fault }: Turn): string {
  return fault === null ? call : `${call} (${fault})`;
}
