import { beforeEach, describe, expect, test } from 'vitest';
import { type ClientRun, DemoClient } from '../../../lib/cli/demo/demo-client.ts';
import { demoRows } from './demo-samples.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 2, 7);

interface SentOutcome {
  readonly id: string;
  readonly time: string;
  readonly label: string;
  readonly predictionId?: string;
  readonly features?: unknown;
}

interface Sent {
  readonly path: string;
  readonly body: { readonly rows?: readonly unknown[]; readonly outcomes?: readonly SentOutcome[] };
}

let now: number;
let sent: Sent[];
let statuses: number[];
let failing: boolean;
let stored: (outcomes: number) => unknown;
beforeEach(() => {
  now = START;
  sent = [];
  statuses = [];
  failing = false;
  stored = (outcomes) => ({ stored: outcomes });
});

/** An API that names its predictions after the number of the request. */
const run: ClientRun = {
  runtime: { now: () => now },
  traffic: {
    count: async (send) => {
      statuses.push(await send());
    },
  },
  request: async (path, body) => {
    const request = { path, body: body as Sent['body'] };
    sent.push(request);
    if (path === '/outcomes') return { status: 200, body: stored(request.body.outcomes?.length ?? 0) };
    return failing ? { status: 502, body: null } : { status: 200, body: { predictionId: `p${sent.length}` } };
  },
};

const coming = demoRows(1300);
const known = demoRows(3).map((row) => ({ ...row, id: `known-${row.id}`, features: { age: row.id } }));
const clientOf = (rows = coming) => new DemoClient(run, rows, known);
const featuresOf = (rows: typeof coming) => rows.map(({ features }) => features);
const outcomes = () => sent.flatMap(({ body }) => body.outcomes ?? []);

describe('asking about the next customers', () => {
  test('sends their features, in their order, in one request', async () => {
    const client = clientOf();
    await client.askAboutNext(2);
    await client.askAboutNext(1);

    expect(sent).toEqual([
      { path: '/predict', body: { rows: featuresOf(coming.slice(0, 2)) } },
      { path: '/predict', body: { rows: featuresOf(coming.slice(2, 3)) } },
    ]);
  });

  test('is counted as the traffic of clients, also when it fails', async () => {
    const client = clientOf();
    await client.askAboutNext(1);
    failing = true;
    await client.askAboutNext(1);

    expect(statuses).toEqual([200, 502]);
  });

  test('leaves the list of those who come as it was', async () => {
    const before = [...coming];
    await clientOf().askAboutNext(10);

    expect(coming).toEqual(before);
  });
});

describe('asking again', () => {
  test('goes round those who are known, and has no outcome', async () => {
    const client = clientOf();
    for (let request = 0; request < 4; request += 1) await client.askAgain();
    now += 60 * MINUTE;
    await client.report();

    expect(sent.map(({ body }) => body.rows)).toEqual(['row-1', 'row-2', 'row-3', 'row-1'].map((age) => [{ age }]));
    expect(statuses).toEqual([200, 200, 200, 200]);
  });

  test('is not possible where nobody is known', async () => {
    await new DemoClient(run, coming, []).askAgain();

    expect(sent).toEqual([]);
  });
});

describe('a report', () => {
  test('has an outcome ten minutes after the request, not earlier, and once', async () => {
    const client = clientOf();
    await client.askAboutNext(1);
    now = START + 10 * MINUTE - 1;
    await client.report();
    expect(outcomes()).toEqual([]);

    now = START + 10 * MINUTE;
    await client.report();
    await client.report();

    expect(outcomes()).toEqual([{ id: 'row-1', time: '2026-03-02T07:05:00.000Z', label: 'yes', predictionId: 'p1' }]);
    expect(sent.filter(({ path }) => path === '/outcomes')).toHaveLength(1);
  });

  test('leaves out what is not known yet until it is', async () => {
    const client = clientOf();
    await client.askAboutNext(1);
    now += 5 * MINUTE;
    await client.askAboutNext(1);
    now += 5 * MINUTE;
    await client.report();
    expect(outcomes().map(({ id }) => id)).toEqual(['row-1']);

    now += 5 * MINUTE;
    await client.report();
    expect(outcomes().map(({ id }) => id)).toEqual(['row-1', 'row-2']);
  });

  test('names the row of its prediction where several were asked about at once', async () => {
    const client = clientOf();
    await client.askAboutNext(3);
    now += 10 * MINUTE;
    await client.report();

    expect(outcomes().map(({ id, predictionId }) => [id, predictionId])).toEqual([
      ['row-1', 'p1-0'],
      ['row-2', 'p1-1'],
      ['row-3', 'p1-2'],
    ]);
  });

  test('brings the features along of those whose request failed', async () => {
    const client = clientOf();
    failing = true;
    await client.askAboutNext(2);
    now += 10 * MINUTE;
    await client.report();

    expect(outcomes()).toMatchObject(coming.slice(0, 2).map(({ id, label, features }) => ({ id, label, features })));
    for (const outcome of outcomes()) expect(outcome).not.toHaveProperty('predictionId');
  });

  test('is sent in parts of at most 500 outcomes, without losing one', async () => {
    const client = clientOf();
    await client.askAboutNext(1001);
    now += 10 * MINUTE;
    await client.report();

    expect(sent.slice(1).map(({ body }) => body.outcomes?.length)).toEqual([500, 500, 1]);
    expect(outcomes().map(({ id }) => id)).toEqual(coming.slice(0, 1001).map(({ id }) => id));
  });

  test.each([
    ['fewer are stored', { stored: 1 }, '{"stored":1}'],
    ['the request failed', null, 'null'],
  ])('is a defect where %s', async (_what, body, got) => {
    const client = clientOf();
    stored = () => body;
    await client.askAboutNext(2);
    now += 10 * MINUTE;

    await expect(client.report()).rejects.toThrow(`2 outcomes should be stored, got 200 ${got}`);
  });
});
