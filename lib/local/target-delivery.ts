import type { Deliver } from './events/event-bus.ts';

export interface Targets {
  /** Accepts an event for a function. */
  readonly invoke: (functionArn: string, payload: string) => Promise<void>;
  readonly startExecution: (stateMachineArn: string, input: string) => void;
  readonly publish: (topicArn: string, message: string) => void;
}

/** Hands the input of a rule or a schedule to what its target's ARN names. */
export function targetDelivery({ invoke, startExecution, publish }: Targets): Deliver {
  return async (targetArn, input) => {
    const [, , service] = targetArn.split(':');
    if (service === 'lambda') return invoke(targetArn, input);
    if (service === 'states') return startExecution(targetArn, input);
    if (service === 'sns') return publish(targetArn, input);
    throw new Error(`the target ${targetArn} is not simulated`);
  };
}
