import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { liveAt } from '../../../lib/domain/ledger/live-at.ts';
import { inMemoryLedger } from '../../in-memory/in-memory-ledger.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  CODE_RELEASE,
  checked,
  EVIDENCE,
  eventOf,
  FIRST,
  ledgerOf,
  MODEL,
  NEW_CODE,
  OTHER_PREDICT,
  promoted,
  published,
  rolledBack,
  shifted,
} from './ledger-samples.ts';

const SCHEDULE = { kind: 'schedule', id: 'ChurnNightly' } as const;
const ALARM = { kind: 'alarm', id: 'ChurnErrors' } as const;
const ADA = { kind: 'cli', id: 'ada' } as const;
const DEPLOYMENT = { kind: 'deployment', id: 'ChurnStack' } as const;
const newCode = { ...FIRST, functionVersion: '3', ...NEW_CODE };
const elsewhere = { ...BASELINE, functionVersion: '1', functionArn: OTHER_PREDICT };

/** One model from birth to a rebuilt stack. */
const history: LedgerEvent[] = [
  { ...bootstrapped(), at: '2026-01-05T09:00:00.000Z' },
  ...release(FIRST, BASELINE, '2026-01-12', SCHEDULE, {}),
  { ...promoted({ probationEnd: '2026-01-14T04:00:00.000Z' }), at: '2026-01-13T04:00:00.000Z', actor: SCHEDULE },
  ...release(newCode, FIRST, '2026-01-20', DEPLOYMENT, CODE_RELEASE),
  { ...rolledBack('alarm', { evidence: EVIDENCE }), at: '2026-01-20T05:30:00.000Z', actor: ALARM, execution: null },
  { ...eventOf('paused', {}), at: '2026-01-20T08:00:00.000Z', actor: ADA },
  { ...rolledBack('manual'), at: '2026-02-01T12:00:00.000Z', actor: ADA, execution: null },
  { ...eventOf('adopted', { release: elsewhere }), at: '2026-03-01T00:00:00.000Z', actor: DEPLOYMENT },
];

function release(
  challenger: typeof FIRST,
  champion: typeof FIRST,
  day: string,
  actor: LedgerEvent['actor'],
  details: Parameters<typeof acquired>[2],
): LedgerEvent[] {
  const events = [
    acquired(challenger, champion, { ...details, until: `${day}T06:00:00.000Z` }),
    published(challenger),
    checked('smoke-test', challenger),
    checked('drill', champion),
    shifted(0.01, { leaseUntil: `${day}T07:00:00.000Z` }),
    shifted(0.1, { leaseUntil: `${day}T08:00:00.000Z` }),
  ];
  return events.map((event, index) => ({ ...event, actor, at: `${day}T0${index}:00:00.000Z` }));
}

async function writtenLedger() {
  const ledger = inMemoryLedger();
  for (const entry of ledgerOf(history)) await ledger.append(entry);
  return ledger;
}

const onBaseline = { modelVersion: '0.0.0', functionVersion: '1', canary: null };
const onFirst = { modelVersion: '1.0.0', functionVersion: '2', canary: null };

describe('what was live, and who moved it', () => {
  test.each([
    [
      '2026-01-05T09:00:00.000Z',
      { ...onBaseline, since: '2026-01-05T09:00:00.000Z', movedBy: DEPLOYMENT, sequence: 1 },
    ],
    [
      '2026-01-12T03:30:00.000Z',
      { ...onBaseline, since: '2026-01-05T09:00:00.000Z', movedBy: DEPLOYMENT, sequence: 5 },
    ],
    [
      '2026-01-12T04:59:59.999Z',
      {
        ...onBaseline,
        canary: { modelVersion: '1.0.0', functionVersion: '2', weight: 0.01 },
        since: '2026-01-12T04:00:00.000Z',
        movedBy: SCHEDULE,
        sequence: 6,
      },
    ],
    [
      '2026-01-12T05:00:00.000Z',
      {
        ...onBaseline,
        canary: { modelVersion: '1.0.0', functionVersion: '2', weight: 0.1 },
        since: '2026-01-12T05:00:00.000Z',
        movedBy: SCHEDULE,
        sequence: 7,
      },
    ],
    ['2026-01-15T00:00:00.000Z', { ...onFirst, since: '2026-01-13T04:00:00.000Z', movedBy: SCHEDULE, sequence: 8 }],
    [
      '2026-01-20T05:00:00.000Z',
      {
        ...onFirst,
        canary: { modelVersion: '1.0.0', functionVersion: '3', weight: 0.1 },
        since: '2026-01-20T05:00:00.000Z',
        movedBy: DEPLOYMENT,
        sequence: 14,
      },
    ],
    ['2026-01-20T05:30:00.000Z', { ...onFirst, since: '2026-01-20T05:30:00.000Z', movedBy: ALARM, sequence: 15 }],
    ['2026-01-25T00:00:00.000Z', { ...onFirst, since: '2026-01-20T05:30:00.000Z', movedBy: ALARM, sequence: 16 }],
    ['2026-02-01T12:00:00.000Z', { ...onBaseline, since: '2026-02-01T12:00:00.000Z', movedBy: ADA, sequence: 17 }],
    [
      '2027-01-01T00:00:00.000Z',
      { ...onBaseline, since: '2026-03-01T00:00:00.000Z', movedBy: DEPLOYMENT, sequence: 18 },
    ],
  ])('is known for %s', async (time, live) => {
    const ledger = await writtenLedger();

    expect(liveAt(await ledger.readAt(MODEL, time))).toEqual(live);
  });

  test('is nothing before the model was born, and nobody moved it', async () => {
    const ledger = await writtenLedger();

    expect(liveAt(await ledger.readAt(MODEL, '2026-01-05T08:59:59.999Z'))).toBeNull();
    expect(liveAt(await ledger.readAt('another-model', '2027-01-01T00:00:00.000Z'))).toBeNull();
  });
});
