import { describe, expect, test } from 'vitest';
import type { Audience } from '../../../lib/cli/demo/demo-story.ts';
import { atReadingPace } from '../../../lib/cli/demo/reading-pace.ts';
import { BASELINE, bootstrapped, ledgerOf } from '../../domain/ledger/ledger-samples.ts';
import { at } from './demo-samples.ts';

/** A reader whose time only passes while there is a pause, or when the test says so. */
function reader() {
  const heard: string[] = [];
  const pauses: number[] = [];
  let now = 5000;
  const audience: Audience = {
    onAct: (_time, title) => heard.push(title),
    onEntry: ({ event }) => heard.push(event.type),
    onMinute: (time, requests) => void heard.push(`minute ${(time - at(0)) / 60_000}, ${requests} requests`),
  };
  const clock = {
    now: () => now,
    pause: async (milliseconds: number) => {
      heard.push('pause');
      pauses.push(milliseconds);
      now += milliseconds;
    },
  };
  return { heard, pauses, audience, clock, work: (milliseconds: number) => (now += milliseconds) };
}

/** Virtual minutes as the audience hears of them. */
async function hear({ onMinute }: Audience, ...minutes: readonly number[]): Promise<void> {
  for (const minute of minutes) await onMinute(at(minute), 0);
}

test('without a pace the audience is left alone', () => {
  const { audience, clock } = reader();

  expect(atReadingPace(audience, null, clock)).toBe(audience);
});

describe('at a pace', () => {
  test('every virtual minute takes its part of a second', async () => {
    const { audience, clock, pauses } = reader();

    await hear(atReadingPace(audience, 4, clock), 1, 2, 3);

    expect(pauses).toEqual([250, 250, 250]);
  });

  test('below one a minute takes longer than a second', async () => {
    const { audience, clock, pauses } = reader();

    await hear(atReadingPace(audience, 0.5, clock), 1, 2);

    expect(pauses).toEqual([2000, 2000]);
  });

  test('what passes at once takes as long as all of its minutes', async () => {
    const { audience, clock, pauses } = reader();

    await hear(atReadingPace(audience, 4, clock), 10, 13);

    expect(pauses).toEqual([250, 750]);
  });

  test('the work that a minute takes is part of its time', async () => {
    const { audience, clock, pauses, work } = reader();
    const paced = atReadingPace(audience, 4, clock);

    await hear(paced, 1);
    work(100);
    await hear(paced, 2);

    expect(pauses).toEqual([250, 150]);
  });

  test('a minute whose work took too long is not made up for by the ones after it', async () => {
    const { audience, clock, pauses, work } = reader();
    const paced = atReadingPace(audience, 4, clock);

    await hear(paced, 1);
    work(1000);
    await hear(paced, 2, 3);

    expect(pauses).toEqual([250, 0, 250]);
  });

  test('the audience hears everything, a minute before its pause', async () => {
    const { audience, clock, heard } = reader();
    const [entry] = ledgerOf([bootstrapped(BASELINE)]);
    const paced = atReadingPace(audience, 4, clock);

    paced.onAct(at(0), 'birth', 'a model is deployed');
    if (entry) paced.onEntry(entry);
    await paced.onMinute(at(1), 7);

    expect(heard).toEqual(['birth', 'bootstrapped', 'minute 1, 7 requests', 'pause']);
  });
});
