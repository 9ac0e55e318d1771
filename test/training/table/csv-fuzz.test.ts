import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../lib/training/table/csv.ts';
import { CsvBroken } from '../../../lib/training/table/csv-broken.ts';

const features = [
  { name: 'a', kind: 'numeric', missing: ['-1'] },
  { name: 'b', kind: 'categorical', missing: ['x'] },
] as const;

/** The table, or the failure that is named; anything else is thrown. */
async function outcomeOf(chunks: readonly Uint8Array[], windowBytes: number): Promise<unknown> {
  try {
    return await readCsv(chunks, { features, target: 'y', id: 'c', windowBytes });
  } catch (error) {
    if (error instanceof CsvBroken) return error.message;
    throw error;
  }
}

const encoder = new TextEncoder();
const header = 'a,b,c,y\n';
const valid = `${header}1,x,"q",no\n-2.5e3,"é ""y""\n,z",2,yes\r\n,,,no\n0.12345678901234567,x,4,yes\n`;

const token = fc.constantFrom(...',,,\n\n\r"" ax1-.e', 'é', '\uFEFF', '1e99', '0x1', 'no,\n', '\r\n', '"",');
const tokens = fc.array(token, { maxLength: 30 }).map((all) => encoder.encode(all.join('')));
const rows = fc.array(token, { maxLength: 40 }).map((all) => encoder.encode(header + all.join('')));
const mutated = fc.array(fc.tuple(fc.nat(valid.length), fc.nat(255)), { minLength: 1, maxLength: 3 }).map((changes) => {
  const bytes = encoder.encode(valid);
  for (const [place, byte] of changes) bytes[place] = byte;
  return bytes;
});
const cut = fc.nat(valid.length).map((length) => encoder.encode(valid.slice(0, length)));
const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), tokens, rows, mutated, cut);

describe('any bytes', () => {
  test('are a table or a failure that is named', async () => {
    const seen = { tables: 0, failures: 0 };
    await fc.assert(
      fc.asyncProperty(bytes, async (input) => {
        const outcome = await outcomeOf([input], 256);
        seen[typeof outcome === 'string' ? 'failures' : 'tables'] += 1;
      }),
      { numRuns: 10_000 },
    );

    expect(Math.min(seen.tables, seen.failures)).toBeGreaterThan(500);
  });

  test('mean the same wherever they are cut into chunks, and however many are parsed at a time', async () => {
    const cuts = fc.array(fc.nat(200), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(bytes, cuts, fc.integer({ min: 1, max: 300 }), async (input, places, windowBytes) => {
        const borders = [0, ...places.map((place) => place % (input.length + 1)), input.length].sort((a, b) => a - b);
        const chunks = borders.map((border, index) => input.slice(borders[index - 1] ?? 0, border));

        expect(await outcomeOf(chunks, windowBytes)).toEqual(await outcomeOf([input], 2 ** 16));
      }),
      { numRuns: 1500 },
    );
  });

  test.each([
    ['quotes', '"'],
    ['delimiters', ','],
    ['lines', '1,x,q,no\n'],
    ['wide lines', `1,${'x'.repeat(1000)},q,no\n`],
    ['names that all differ', undefined],
  ])('that are a million bytes of %s end in time', async (_what, repeated) => {
    const names = Array.from({ length: 60_000 }, (_, index) => `1,${index},${index},no\n`);
    const text = repeated === undefined ? names.join('') : repeated.repeat(1e6 / repeated.length);

    const outcome = await outcomeOf([encoder.encode(header + text)], 1024);

    expect(typeof outcome === 'string' || outcome).toBeTruthy();
  });
});
