import type { Timestamp } from '../../domain/time.ts';
import type { Pause } from '../pause.ts';
import { durationText, momentText } from '../terminal/moments.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { factList } from '../terminal/text-table.ts';
import { actorText } from './names.ts';

/** What pausing or resuming the schedules came to. */
export interface SwitchedSchedules {
  readonly success: boolean;
  /** False where they were so already, and nothing was recorded. */
  readonly changed: boolean;
  /** Whether they are paused now. */
  readonly paused: boolean;
  readonly pause: Pause | null;
  readonly timestamp: Timestamp;
  readonly reason: string;
  readonly execution: string;
  /** From the start of the execution until its end was seen. */
  readonly seconds: number;
}

export function switchedText(terminal: Terminal, mode: 'pause' | 'resume', done: SwitchedSchedules): string {
  const facts = factList(terminal, [
    ['schedules', schedulesText(done.pause)],
    ['why', done.reason],
    ['took', durationText(done.seconds)],
  ]);
  return `${terminal.paint(done.success ? 'green' : 'red', titleOf(mode, done))}\n\n${facts}`;
}

function titleOf(mode: 'pause' | 'resume', { success, changed }: SwitchedSchedules): string {
  if (!success) return mode === 'pause' ? 'not paused' : 'not resumed';
  if (changed) return mode === 'pause' ? 'paused' : 'resumed';
  return mode === 'pause' ? 'paused already' : 'not paused, so there is nothing to resume';
}

/** How the schedules are, and where they are paused since when, by whom and why. */
export function schedulesText(pause: Pause | null): string {
  if (pause === null) return 'on';
  return `paused since ${momentText(pause.since)} UTC by ${actorText(pause.by)}: ${pause.reason}`;
}
