import { describe, expect, test } from 'vitest';
import { policyPresets, presetNames } from '../../../lib/domain/definition/policy-presets.ts';
import { definitionWith, faultsWith } from './definition-samples.ts';

const usual = { minimum: 50, trusted: 100, minimumNew: 100, maximumLabelShift: 0.2, maximumTenantShare: 0.9 };

describe('what the data gate stops at', () => {
  test.each(presetNames)('is a shift of labels by .2 and a tenant with nine tenths in %s', (name) => {
    expect(policyPresets[name].samples).toMatchObject({ maximumLabelShift: 0.2, maximumTenantShare: 0.9 });
    expect(policyPresets[name].gate.changedSchema).toBe('accept');
  });

  test.each([
    [{}, {}],
    [{ maximumLabelShift: 0.5 }, { maximumLabelShift: 0.5 }],
    [{ maximumLabelShift: 0 }, { maximumLabelShift: 0 }],
    [{ maximumLabelShift: false }, { maximumLabelShift: null }],
    [{ maximumTenantShare: 0 }, { maximumTenantShare: 0 }],
    [
      { maximumTenantShare: false, minimum: 10 },
      { maximumTenantShare: null, minimum: 10 },
    ],
  ])('is with %j what it says, and otherwise what the preset says', (given, changed) => {
    expect(definitionWith({ samples: given }).samples).toEqual({ ...usual, ...changed });
  });

  test('may be that the champion is of another schema', () => {
    const { gate } = definitionWith({ gate: { changedSchema: 'refuse' } });

    expect(gate).toMatchObject({ changedSchema: 'refuse', smallerDataset: 'accept' });
  });

  test.each([
    [
      { samples: { maximumLabelShift: 'a lot' } },
      `'samples.maximumLabelShift' should be a number from 0 to 1, such as 0.2, or false to turn it off, got "a lot"`,
    ],
    [
      { samples: { maximumTenantShare: true } },
      `'samples.maximumTenantShare' should be a number from 0 to 1, such as 0.9, or false to turn it off, got true`,
    ],
    [{ gate: { changedSchema: 'ask' } }, `'gate.changedSchema' should be "accept" or "refuse", got "ask"`],
  ])('%j is refused by name', (fields, sentence) => {
    expect(faultsWith(fields)).toEqual([sentence]);
  });
});
