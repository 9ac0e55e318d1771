import type { Actor } from '../ledger/ledger-state.ts';
import { type RetrainRequest, retrainRequestSchema } from './retrain-request.ts';
import { type RollbackRequest, rollbackRequestSchema } from './rollback-request.ts';

const CONSOLE: Actor = { kind: 'console', id: 'console' };

/** Who asked for a retrain; a request that cannot be read was typed into the console. */
export function requestActor(request: unknown): Actor {
  const parsed = retrainRequestSchema.safeParse(request);
  return parsed.success ? retrainActor(parsed.data) : CONSOLE;
}

function retrainActor({ mode, trigger, schedule, alarm, actor }: RetrainRequest): Actor {
  if (trigger === 'schedule') return { kind: 'schedule', id: schedule ?? 'schedule' };
  if (alarm !== null) return { kind: 'alarm', id: alarm.name };
  if (mode === 'code' && trigger === 'code') return { kind: 'deployment', id: actor ?? 'deployment' };
  return person(actor);
}

/** Who asked for a rollback; a request that cannot be read was typed into the console. */
export function rollbackActor(request: unknown): Actor {
  const parsed = rollbackRequestSchema.safeParse(request);
  return parsed.success ? whoRollsBack(parsed.data) : CONSOLE;
}

function whoRollsBack({ alarm, actor }: RollbackRequest): Actor {
  return alarm === null ? person(actor) : { kind: 'alarm', id: alarm.name };
}

/** The command line says who uses it; the console's input is empty. */
function person(actor: string | null): Actor {
  return actor === null ? CONSOLE : { kind: 'cli', id: actor };
}
