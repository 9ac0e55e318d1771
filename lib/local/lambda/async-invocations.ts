import { AwsError } from '../aws-error.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { AsyncSettings } from './function-record.ts';
import type { Functions } from './functions.ts';
import type { Delivery, Invocations, InvokeResult } from './invocations.ts';

/** A message that Lambda sends to a queue or topic because of an event. */
export interface EventMessage {
  /** ARN of the queue, topic, bus or function. */
  readonly target: string;
  readonly reason: 'dead-letter' | 'on-failure' | 'on-success';
  /** JSON text. */
  readonly body: string;
  /** Message attributes, of dead letters only. */
  readonly attributes: Readonly<Record<string, string>>;
}

export type SendMessage = (message: EventMessage) => void;

/** An event that was accepted, and how often it was tried. */
interface QueuedEvent {
  readonly delivery: Delivery & { readonly requestId: string };
  readonly accepted: number;
  attempts: number;
}

type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';

/** Waits before the second and the third attempt. */
const RETRY_MINUTES = [1, 2];
const LONGEST_BACK_OFF = 300_000;

/** Lambda's queue of asynchronous events: tries a failed event again and finally tells where it went wrong. */
export class AsyncInvocations {
  private readonly clock: VirtualClock;
  private readonly ids: SeededRandom;
  private readonly functions: Functions;
  private readonly invocations: Invocations;
  private readonly send: SendMessage;

  constructor(options: {
    readonly clock: VirtualClock;
    readonly random: SeededRandom;
    readonly functions: Functions;
    readonly invocations: Invocations;
    readonly send: SendMessage;
  }) {
    this.clock = options.clock;
    this.ids = options.random.fork('events');
    this.functions = options.functions;
    this.invocations = options.invocations;
    this.send = options.send;
  }

  /** Takes an event; the answer says no more than that. */
  accept(delivery: Delivery): InvokeResult {
    const event = {
      delivery: { ...delivery, requestId: seededUuid(this.ids) },
      accepted: this.clock.now(),
      attempts: 0,
    };
    this.clock.schedule(0, `event for ${delivery.record.name}`, () => {
      // it takes virtual time, so that the step must not wait for it
      this.work(event).catch((error: unknown) =>
        this.clock.schedule(0, `event for ${delivery.record.name}`, () => Promise.reject(error)),
      );
    });
    return { status: 202, executedVersion: '', payload: '', functionError: null };
  }

  private async work(event: QueuedEvent): Promise<void> {
    const expires = event.accepted + (this.settings(event).maximumEventAgeSeconds ?? 21_600) * 1000;
    let result: InvokeResult | null = null;
    let condition: Condition | null = null;
    while (condition === null) {
      if (event.attempts > 0) await this.clock.sleep((RETRY_MINUTES[event.attempts - 1] ?? 2) * 60_000);
      result = await this.untilRun(event, expires);
      condition = this.conditionAfter(event, result);
    }
    this.conclude(event, result, condition);
  }

  /** Null when it is to be tried again. */
  private conditionAfter(event: QueuedEvent, result: InvokeResult | null): Condition | null {
    if (result === null) return 'EventAgeExceeded';
    event.attempts += 1;
    if (result.functionError === null) return 'Success';
    return event.attempts > (this.settings(event).maximumRetryAttempts ?? 2) ? 'RetriesExhausted' : null;
  }

  /** What the service does not let run stays in the queue, which is no attempt; null when it got too old there. */
  private async untilRun({ delivery }: QueuedEvent, expires: number): Promise<InvokeResult | null> {
    for (let backOff = 1000; this.clock.now() <= expires; backOff = Math.min(2 * backOff, LONGEST_BACK_OFF)) {
      try {
        return await this.invocations.deliver(delivery);
      } catch (error) {
        if (!(error instanceof AwsError) || error.status === 404) throw error;
        const { name: functionName } = delivery.record;
        this.functions.record('event-requeued', { functionName, requestId: delivery.requestId, code: error.code });
      }
      await this.clock.sleep(backOff);
    }
    return null;
  }

  private settings({ delivery }: QueuedEvent): AsyncSettings {
    return delivery.record.asyncSettings;
  }

  private conclude(event: QueuedEvent, result: InvokeResult | null, condition: Condition): void {
    const { onFailure, onSuccess } = this.settings(event);
    const target = condition === 'Success' ? onSuccess : onFailure;
    const reason = condition === 'Success' ? 'on-success' : 'on-failure';
    if (target !== undefined) {
      const body = JSON.stringify(this.destinationRecord(event, result, condition));
      this.send({ target, reason, body, attributes: {} });
    }
    if (condition === 'Success') return;
    const { record, requestId } = event.delivery;
    this.functions.record('event-failed', { functionName: record.name, requestId, condition });
    this.sendDeadLetter(event, result);
  }

  private sendDeadLetter({ delivery }: QueuedEvent, result: InvokeResult | null): void {
    const { record, requestId, payload } = delivery;
    const executed = record.versions.get(result?.executedVersion ?? '') ?? record.latest;
    const target = executed.frozen.deadLetterTarget;
    if (target === null) return;
    const described: { errorMessage?: string } = JSON.parse(result?.payload ?? '{}');
    const attributes = {
      RequestID: requestId,
      ErrorCode: result === null ? '429' : '200',
      ErrorMessage: (described.errorMessage ?? 'the event is too old').slice(0, 1024),
    };
    this.send({ target, reason: 'dead-letter', body: payload, attributes });
  }

  private destinationRecord(
    { delivery: { record, qualifier, requestId, payload }, attempts }: QueuedEvent,
    result: InvokeResult | null,
    condition: Condition,
  ) {
    return {
      version: '1.0',
      timestamp: new Date(this.clock.now()).toISOString(),
      requestContext: {
        requestId,
        functionArn: `${record.arn}:${qualifier ?? '$LATEST'}`,
        condition,
        approximateInvokeCount: attempts,
      },
      requestPayload: JSON.parse(payload),
      ...(result !== null && {
        responseContext: {
          statusCode: 200,
          executedVersion: result.executedVersion,
          ...(result.functionError !== null && { functionError: result.functionError }),
        },
        responsePayload: JSON.parse(result.payload),
      }),
    };
  }
}
