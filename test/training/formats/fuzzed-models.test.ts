import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXgboost } from '../../../lib/training/formats/read-xgboost.ts';
import { readUbjson } from '../../../lib/training/formats/ubjson.ts';
import { writeXgboostJson } from '../../../lib/training/formats/write-xgboost.ts';
import { walkTrees } from '../../../lib/training/scoring/walk-trees.ts';
import type { TreeEnsemble } from '../../../lib/training/trees/tree-ensemble.ts';
import { randomEnsemble } from '../trees/random-ensemble.ts';
import { savedModel } from './xgboost-reference.ts';

const named: ReadonlySet<string> = new Set(['ModelFileBroken', 'ModelKindUnsupported']);

/** Reads, and lets only failures pass that say what is wrong. */
function readOrRefuse<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && named.has(error.name)) return undefined;
    throw error;
  }
}

/** A model that was read can be scored: the walk of every tree ends. */
function expectScorable(ensemble: TreeEnsemble): void {
  const margins = walkTrees(ensemble, new Float32Array(ensemble.columns).fill(Number.NaN));

  expect(margins).toHaveLength(ensemble.baseMargins.length);
}

const spots = fc.array(fc.record({ place: fc.double({ min: 0, max: 0.999, noNaN: true }), byte: fc.nat(255) }), {
  minLength: 1,
  maxLength: 4,
});

/** A sound file with a few of its bytes changed, or broken off, or with a part twice. */
function damaged(sound: Uint8Array) {
  return fc
    .record({ changes: spots, cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }) })
    .map(({ changes, cut }) => {
      const bytes = Uint8Array.from(sound);
      for (const { place, byte } of changes) bytes[Math.floor(place * bytes.length)] = byte;
      return cut === null ? bytes : bytes.subarray(0, Math.floor(cut * bytes.length));
    });
}

/** JSON with one of its members, at any depth, replaced by any JSON. */
function withAnyMember(sound: string) {
  let members = 0;
  JSON.parse(sound, (_, member) => {
    members += 1;
    return member;
  });
  return fc.tuple(fc.nat(members - 1), fc.jsonValue({ maxDepth: 2 })).map(([place, value]) => {
    let left = place;
    const replaced = JSON.parse(sound, (_, member) => {
      left -= 1;
      return left === -1 ? value : member;
    });
    return JSON.stringify(replaced);
  });
}

function expectReadOrRefused(bytes: Uint8Array): void {
  const model = readOrRefuse(() => readXgboost(bytes));
  if (model !== undefined) expectScorable(model.ensemble);
}

/** A small model, so that most replacements hit what matters. */
const smallJson = writeXgboostJson(randomEnsemble({ seed: 1, trees: 3, depth: 2, columns: 3, outputs: 3 }), null);

describe('whatever bytes come, the readers answer or name what is wrong', () => {
  test('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expectReadOrRefused(bytes);
        readOrRefuse(() => readUbjson(bytes));
      }),
      { numRuns: 3000 },
    );
  });

  test('any bytes that begin as UBJSON does', () => {
    const marker = fc.constantFrom(...Array.from('ZTFiUIlLdDCSH[]{}$#N', (letter) => letter.charCodeAt(0)));
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: marker }, fc.nat(255)), { maxLength: 60 }), (tail) => {
        const bytes = Uint8Array.from([0x7b, 0x4c, 0, 0, 0, 0, 0, 0, 0, 1, 0x61, ...tail]);

        expectReadOrRefused(bytes);
        readOrRefuse(() => readUbjson(Uint8Array.from(tail)));
      }),
      { numRuns: 3000 },
    );
  });

  test.each(['json', 'ubj'] as const)('damaged %s of a sound model', (format) => {
    fc.assert(fc.property(damaged(savedModel('pruned', format)), expectReadOrRefused), { numRuns: 2500 });
  });

  test('JSON of a sound model with anything in the place of one member', () => {
    fc.assert(
      fc.property(withAnyMember(smallJson), (text) => expectReadOrRefused(Buffer.from(text))),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['[', 1_000_000],
    ['{"learner":', 200_000],
    ['{"learner":[', 200_000],
  ])('JSON that nests %s without end', (opening, times) => {
    expectReadOrRefused(Buffer.from(`{"a":${opening.repeat(times)}`));
    expectReadOrRefused(Buffer.from(`{"learner":${'['.repeat(times)}${']'.repeat(times)}}`));
  });

  test('a small file that declares large arrays takes no memory for them', () => {
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    for (const type of 'iUIlLdDSC[{') {
      const head = Buffer.from(`{i\u0001a[$${type}#L`, 'latin1');
      readOrRefuse(() => readUbjson(Buffer.concat([head, Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]), Buffer.alloc(50)])));
    }
    const taken = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - before;

    expect(taken).toBeLessThan(50_000_000);
  });
});
