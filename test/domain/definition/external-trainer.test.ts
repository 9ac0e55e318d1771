import { describe, expect, test } from 'vitest';
import { type ExternalTrainer, externalProvenance } from '../../../lib/domain/definition/external-trainer.ts';
import { containerId } from '../../../lib/domain/training-engine/training-exchange.ts';
import { definitionWith } from './definition-samples.ts';

const own = (fields: object) =>
  definitionWith({ trainers: [{ kind: 'external', ...fields }] }).trainers as ExternalTrainer[];

const [ofModule] = own({ module: 'trainers/mlp.mjs', parameters: { layers: 2, sizes: ['8', '4'] } });
const [ofImage] = own({ image: 'localhost:5000/acme/trainer@sha256:'.concat('a'.repeat(64)), megabytes: 30720 });

describe('a trainer of the owner', () => {
  test('has the smallest container for ARM unless told otherwise, and its parameters as they are', () => {
    expect(ofModule).toEqual({
      kind: 'external',
      parameters: { layers: 2, sizes: ['8', '4'] },
      container: { image: null, module: 'trainers/mlp.mjs', architecture: 'arm64', megabytes: 8192 },
    });
    expect(ofImage?.container).toMatchObject({ module: null, architecture: 'arm64', megabytes: 30720 });
  });

  test('may be searched for the best of its own parameters', () => {
    const searched = own({ module: 'a.mjs', parameters: { rate: 0.1 }, search: { grid: { layers: [1, 2] } } });

    expect(searched.map(({ parameters }) => parameters)).toEqual([
      { rate: 0.1, layers: 1 },
      { rate: 0.1, layers: 2 },
    ]);
    expect(searched.every(({ container }) => container.module === 'a.mjs')).toBe(true);
  });

  test('says in its models where its code was', () => {
    expect([ofModule, ofImage].map((trainer) => trainer && externalProvenance(trainer).parameters)).toEqual([
      { layers: 2, sizes: ['8', '4'], module: 'trainers/mlp.mjs' },
      { image: ofImage?.container.image },
    ]);
  });
});

test('one container is told from another by its code, not by its size', () => {
  const idOf = (fields: object) => own(fields).map(({ container }) => containerId(container))[0];
  const usual = idOf({ image: 'acme/trainer:1' });

  expect(usual).toMatch(/^[0-9a-f]{12}$/);
  expect(idOf({ image: 'acme/trainer:1', megabytes: 61440 })).toBe(usual);
  expect(
    new Set([usual, idOf({ image: 'acme/trainer:2' }), idOf({ image: 'acme/trainer:1', architecture: 'x86-64' })]).size,
  ).toBe(3);
});
