import { recordDecision } from '../lib/domain/ledger/ledger.ts';
import { IllegalTransition } from '../lib/domain/ledger/ledger-errors.ts';
import { decideOwnRollback, type OwnRollback } from '../lib/domain/protocol/give-back.ts';
import { type Move, moveTraffic } from '../lib/domain/protocol/move-traffic.ts';
import type { ReleasePorts } from '../lib/domain/protocol/release-ports.ts';
import { decideRequestedRollback } from '../lib/domain/protocol/requested-rollback.ts';
import { findRollbackTarget } from '../lib/domain/protocol/rollback-target.ts';
import { executionActor } from '../lib/domain/steps/execution.ts';
import { rollbackActor } from '../lib/domain/steps/request-actor.ts';
import type { RollBackOutput } from '../lib/domain/steps/roll-back.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { releasePorts } from './release-ports.ts';

type Requested = Extract<StepInput<'roll-back'>, { request: unknown }>;

/**
 * Gives all traffic back. Four calls when nobody contends: read the alias, read the head, append, write the alias; it
 * reads neither definition nor metrics nor the failing version.
 */
export function createRollBack(ports: ReleasePorts) {
  return async (input: StepInput<'roll-back'>): Promise<StepOutput<'roll-back'>> => {
    try {
      return await ('request' in input ? rollBackAsRequested(ports, input) : endOwnRelease(ports, input));
    } catch (error) {
      if (error instanceof IllegalTransition) await recordFailure(ports, input, error);
      throw error;
    }
  };
}

async function endOwnRelease(ports: ReleasePorts, input: OwnRollback): Promise<RollBackOutput> {
  const move = await moveTraffic(ports, decideOwnRollback(input));
  if (move.appended === null) return told(move, 'already', 'this release holds neither traffic nor the lease any more');
  if (move.appended.event.type === 'failed')
    return told(move, 'released', 'no traffic had moved, so the lease was freed');
  return told(move, 'rolled-back', input.reason);
}

/** That there is nowhere to go back to stands in the ledger as well. */
async function recordFailure(
  { ledger, clock, modelName }: ReleasePorts,
  input: StepInput<'roll-back'>,
  { name, message }: IllegalTransition,
): Promise<void> {
  const { execution } = input;
  await recordDecision(ledger, clock, modelName, (head, at) => {
    if (!head || (head.event.type === 'failed' && head.event.execution === execution.arn)) return null;
    const actor = 'request' in input ? rollbackActor(input.request) : executionActor(execution);
    return {
      type: 'failed',
      at,
      actor,
      execution: execution.arn,
      reason: message.slice(0, 1000),
      evidence: [],
      error: name,
    };
  });
}

/** What a person or an alarm asks for. */
async function rollBackAsRequested(ports: ReleasePorts, { execution, request }: Requested): Promise<RollBackOutput> {
  const { ledger, modelName } = ports;
  const target = await findRollbackTarget(ledger, modelName, request);
  const rollback = decideRequestedRollback(ledger, { execution, request, actor: rollbackActor(request), target });
  const move = await moveTraffic(ports, rollback.decide);
  if (move.appended !== null) return told(move, 'rolled-back', request.reason);
  const { decision, reason } = rollback.unmoved();
  return told(move, decision, reason);
}

function told({ head }: Move, decision: RollBackOutput['decision'], reason: string): RollBackOutput {
  return {
    decision,
    reason,
    success: decision !== 'ignored',
    restored_from: head.state.champion?.modelVersion ?? null,
    timestamp: head.event.at,
  };
}

export const handler = lambdaHandler('roll-back', (environment) => createRollBack(releasePorts(environment)));
