import { describe, expect, test } from 'vitest';
import { readXgboost, readXgboostJson } from '../../../lib/training/formats/read-xgboost.ts';
import { walkTrees } from '../../../lib/training/scoring/walk-trees.ts';
import { expectations, referenceModels, referenceRows, savedModel } from './xgboost-reference.ts';

describe.each(referenceModels)('the %s model that XGBoost saved', (name) => {
  test.each(['json', 'ubj'] as const)('as %s has the margins that XGBoost computes, to the last bit', (format) => {
    const { ensemble } = readXgboost(savedModel(name, format));

    const margins = referenceRows.map((row) => Array.from(walkTrees(ensemble, row)));

    expect(margins).toEqual(expectations[name].margins);
  });

  test('is the same as JSON and as UBJSON', () => {
    expect(readXgboost(savedModel(name, 'ubj'))).toEqual(readXgboost(savedModel(name, 'json')));
  });
});

describe('reading a model of XGBoost', () => {
  test('tells its objective and the names of its features', () => {
    const { objective, featureNames, ensemble } = readXgboost(savedModel('binary', 'ubj'));

    expect(objective).toBe('binary:logistic');
    expect(featureNames).toEqual(['x0', 'x1', 'x2', 'x3', 'x4', 'x5']);
    expect(ensemble.link).toBe('logistic');
  });

  test('names no features where the file does not', () => {
    expect(readXgboost(savedModel('multiclass', 'json')).featureNames).toBeNull();
  });

  test('adds the trees of several outputs to their margins', () => {
    const { ensemble } = readXgboost(savedModel('multiclass', 'json'));

    expect(Array.from(ensemble.outputOf)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
    expect(ensemble.baseMargins).toEqual(Float32Array.of(0.5, 0.5, 0.5));
  });

  test('leaves out nodes that were pruned', () => {
    const saved = JSON.parse(savedModel('pruned', 'json').toString());
    const { num_nodes, num_deleted } = saved.learner.gradient_booster.model.trees[0].tree_param;

    const { ensemble } = readXgboostJson(saved);

    expect(Number(num_deleted)).toBeGreaterThan(0);
    expect(ensemble.trees[0]?.left).toHaveLength(num_nodes - num_deleted);
  });

  test('takes JSON behind a byte order mark and white space', () => {
    const bytes = Buffer.concat([Buffer.from('\uFEFF\n '), savedModel('binary', 'json')]);

    expect(readXgboost(bytes).ensemble.trees).toHaveLength(6);
  });

  test.each([
    ['the old binary format', Buffer.from('binf\0\0\0?\u0005\0')],
    ['a pickle', Buffer.from([0x80, 0x04, 0x95, 0xff])],
  ])('says how to convert %s', (_, bytes) => {
    expect(() => readXgboost(bytes)).toThrow(
      expect.objectContaining({
        name: 'ModelKindUnsupported',
        message: expect.stringContaining("save_model('model.json')"),
      }),
    );
  });

  test('says why JSON with NaN is none, as XGBoost writes it for splits by categories', () => {
    const bytes = new TextEncoder().encode('{"learner":{"trees":[{"split_conditions":[NaN,1E0]}]}}');

    expect(() => readXgboost(bytes)).toThrow(
      expect.objectContaining({
        name: 'ModelKindUnsupported',
        message: expect.stringContaining('train without enable_categorical'),
      }),
    );
  });

  test('refuses JSON that breaks off', () => {
    const half = savedModel('binary', 'json').subarray(0, 5000);

    expect(() => readXgboost(half)).toThrow(expect.objectContaining({ name: 'ModelFileBroken' }));
  });

  test('refuses an empty file', () => {
    expect(() => readXgboost(new Uint8Array())).toThrow(
      '\'the file\' should be a model of XGBoost, got "an empty file"',
    );
  });
});
