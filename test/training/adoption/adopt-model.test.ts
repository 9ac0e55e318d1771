import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adoptModel } from '../../../lib/training/adoption/adopt-model.ts';
import { ModelMismatch } from '../../../lib/training/adoption/model-mismatch.ts';
import { ModelFileBroken, ModelKindUnsupported } from '../../../lib/training/formats/model-file.ts';
import { goldenFault } from '../../../lib/training/scoring/golden-rows.ts';
import { savedModel } from '../formats/xgboost-reference.ts';
import {
  binary,
  boosted,
  bytesOf,
  forest,
  plans,
  taskOf,
  threeClasses,
  trainedFile,
  withLearner,
} from './adoption-samples.ts';

const adopt = (file: Uint8Array, terms: typeof binary | typeof threeClasses = binary, levels?: typeof told) =>
  adoptModel({ ...taskOf(terms), file, levels: levels ?? 'training-rows' });

const told = new Map([['plan', plans]]);
const { model: trained, file } = await trainedFile(binary, boosted(5));

describe('the file of a model that was trained here', () => {
  test.each([
    ['boosted trees', binary, boosted(8)],
    ['boosted trees of three classes', threeClasses, boosted(4)],
    ['a forest', binary, forest(7)],
    ['a forest of three classes', threeClasses, forest(5)],
  ] as const)('gives what training gave: %s', async (_, terms, trainer) => {
    const { model, file: saved } = await trainedFile(terms, trainer);
    const { scorer, ...adopted } = adopt(saved, terms);
    const { scorer: original, members: _none, ...expected } = model;

    expect(adopted).toEqual(expected);
    expect(scorer.kind).toBe(original.kind);
  });

  test('gives it for any number of trees, whatever they are drawn by', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.nat(1_000), async (trees, seed) => {
        const { model, file: saved } = await trainedFile(binary, boosted(trees, seed));

        expect(adopt(saved).parts).toEqual(model.parts);
      }),
      { numRuns: 15 },
    );
  });

  test('keeps its golden rows', () => {
    const adopted = adopt(file);

    expect(adopted.golden).toEqual(trained.golden);
    expect(goldenFault(adopted, trained.golden)).toBeNull();
  });

  test('may name its columns in another order', () => {
    const swapped = withLearner(file, ({ feature_names }) => ({
      feature_names: (feature_names as string[]).toReversed(),
    }));

    expect(adopt(swapped).preparation.map(({ feature }) => feature)).toEqual(['plan', 'visits', 'age']);
  });

  test('may leave its columns without names', () => {
    const unnamed = withLearner(file, () => ({ feature_names: [] }));

    expect(adopt(unnamed).parts).toEqual(trained.parts);
  });
});

describe('levels are numbered', () => {
  const levelsOf = (saved: Uint8Array, given?: typeof told) =>
    adopt(saved, binary, given).preparation.flatMap((part) => ('levels' in part ? [part.levels] : []));
  const attribute = (levels: unknown) => withLearner(file, () => ({ attributes: { levels } }));

  test('as the training rows have them, in the order of their names', () => {
    expect(levelsOf(file)).toEqual([plans]);
  });

  test('as the definition says, where the model came from elsewhere', () => {
    expect(levelsOf(file, new Map([['plan', ['team', 'free']]]))).toEqual([['team', 'free']]);
  });

  test('as the file says before all', () => {
    expect(levelsOf(attribute('{"plan": ["paid", "free"]}'), told)).toEqual([['paid', 'free']]);
  });

  test('as the preparation says in a file of Ratchet', () => {
    const parsed = JSON.parse(new TextDecoder().decode(file));
    const preparation = [{ kind: 'ordinal', feature: 'plan', missing: [], levels: ['team', 'paid'] }];

    expect(levelsOf(bytesOf(JSON.stringify({ ...parsed, preparation })))).toEqual([['team', 'paid']]);
  });

  test('by nobody is an error that says how to tell', () => {
    const failing = () => adopt(file, binary, new Map());

    expect(failing).toThrow(ModelMismatch);
    expect(failing).toThrow(
      /level of 'plan'.*booster\.set_attr\(levels=json\.dumps\(\{"plan": \[\.\.\.\]\}\)\), or list them/,
    );
  });

  test.each([['no json'], ['[]'], ['{"plan": "free"}'], ['{"plan": ["free", "free"]}'], ['{"plan": [1]}']])(
    'by %s is refused',
    (levels) => {
      expect(() => levelsOf(attribute(levels))).toThrow(ModelFileBroken);
    },
  );
});

describe('a sound file is refused', () => {
  test.each([
    ['of a feature that the definition lacks', ['age', 'visits', 'tariff'], /got "tariff": rename/],
    ['that names a feature twice', ['age', 'age', 'plan'], /each once, got "age"/],
  ])('%s', (_, feature_names, message) => {
    const failing = () => adopt(withLearner(file, () => ({ feature_names })));

    expect(failing).toThrow(ModelMismatch);
    expect(failing).toThrow(message);
  });

  test('of more columns', () => {
    expect(() => adopt(savedModel('binary', 'ubj'))).toThrow(
      /should have 3 columns, one per feature of the definition \(age, visits, plan\), got 6/,
    );
  });

  test('of another number of outputs', async () => {
    const { file: three } = await trainedFile(threeClasses, boosted(1));

    expect(() => adopt(three)).toThrow(/should have one output, the probability of 'yes'.*, got 3/);
    expect(() => adopt(file, threeClasses)).toThrow(
      /should have 3 outputs, one per class \(low, middle, high\).*, got 1/,
    );
  });

  test('of scores that may leave 0 to 1', () => {
    const regression = withLearner(file, () => ({ objective: { name: 'reg:squarederror' } }));

    expect(() => adopt(regression)).toThrow(/its objective promises no probabilities/);
  });

  test('of shares that do not add up to 1', async () => {
    const { file: shares } = await trainedFile(threeClasses, forest(2));
    const [text, other] = [new TextDecoder().decode(shares), '"tree_info":[1,0,2'];
    const turned = bytesOf(text.replace('"tree_info":[0,1,2', other));

    expect(() => adopt(turned, threeClasses)).toThrow(ModelMismatch);
  });

  test('of an objective that is none of labels', () => {
    const ranking = withLearner(file, () => ({ objective: { name: 'rank:pairwise' } }));

    expect(() => adopt(ranking)).toThrow(ModelKindUnsupported);
  });
});

test('whatever bytes there are, only errors with a name come of them', () => {
  const changes = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
  const ends = fc.option(fc.nat(file.length), { nil: file.length, freq: 4 });
  fc.assert(
    fc.property(changes, ends, (changed, end) => {
      const damaged = Uint8Array.from(file);
      for (const [at, value] of changed) damaged[at] = value;
      expect(['none', 'ModelFileBroken', 'ModelKindUnsupported', 'ModelMismatch']).toContain(
        errorOf(() => adopt(damaged.subarray(0, end))),
      );
    }),
    { numRuns: 300 },
  );
});

function errorOf(adopted: () => unknown): string {
  try {
    adopted();
    return 'none';
  } catch (error) {
    return (error as Error).name;
  }
}
