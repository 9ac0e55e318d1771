import { describe, expect, test } from 'vitest';
import { definitionWith } from './definition-samples.ts';

const accuracy = { metric: 'accuracy', margin: 0.01 };
const slices = { metric: 'slice-auc', margin: 0.05 };
const ofSlices = { metric: 'slice-auc', margin: 0.02 };

describe('how sure the gate has to be', () => {
  test.each([
    ['is .9 unless told otherwise', {}, { confidence: 0.9, guardrails: [], slices: null }],
    ['may be more', { confidence: 0.95 }, { confidence: 0.95 }],
    ['may not matter', { confidence: false }, { confidence: null }],
    ['may be guarded', { guardrails: [accuracy] }, { guardrails: [accuracy] }],
    ['is guarded within slices that are named', { slices: 'job' }, { slices: 'job', guardrails: [ofSlices] }],
    [
      'is guarded there beside other guardrails',
      { slices: 'job', guardrails: [accuracy] },
      { guardrails: [accuracy, ofSlices] },
    ],
    ['may have another margin there', { slices: 'job', guardrails: [slices] }, { guardrails: [slices] }],
    ['may have no slices', { slices: false }, { slices: null, guardrails: [] }],
  ])('%s', (_, gate, resolved) => {
    expect(definitionWith({ gate }).gate).toMatchObject(resolved);
  });

  test('is guarded by the preset unless the file has guardrails of its own', () => {
    const { gate } = definitionWith({ policy: 'feed-ranker' });
    expect(gate.guardrails).toHaveLength(3);
    expect(definitionWith({ policy: 'feed-ranker', gate: { guardrails: [] } }).gate.guardrails).toEqual([]);
    expect(definitionWith({ policy: 'feed-ranker', gate: { slices: 'job' } }).gate.guardrails).toEqual([
      ...gate.guardrails,
      ofSlices,
    ]);
  });
});
