import { EventRefused } from '../../lib/domain/ports/adapter-errors.ts';
import type { EventBus } from '../../lib/domain/ports/announcements.ts';

type Event = Parameters<EventBus['put']>[0];

export interface InMemoryEventBus extends EventBus {
  readonly events: Event[];
  /** Makes the next event fail with this code. */
  refuseNext(code: string): void;
}

export function inMemoryEventBus(): InMemoryEventBus {
  const events: Event[] = [];
  const refusals: string[] = [];
  return {
    events,
    refuseNext: (code) => void refusals.push(code),
    async put(event) {
      const code = refusals.shift();
      if (code !== undefined) throw new EventRefused(`the bus refused '${event.detailType}': ${code}`);
      events.push(structuredClone(event));
    },
  };
}
