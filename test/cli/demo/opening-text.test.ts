import { stripVTControlCharacters as plain } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { splitDemoRows } from '../../../lib/cli/demo/demo-data.ts';
import { atDemoPace } from '../../../lib/cli/demo/demo-pace.ts';
import { openingText } from '../../../lib/cli/demo/opening-text.ts';
import { definitionWith } from '../../domain/definition/definition-samples.ts';
import { demoRows, modelFile } from './demo-samples.ts';
import { looks, shownOn } from './shown.ts';

function opening({ rows = 45_000, description = 'Who will subscribe?', columns = 80, isTTY = false } = {}) {
  const model = {
    file: atDemoPace(modelFile),
    definition: definitionWith({ description }),
    data: splitDemoRows(demoRows(rows), 'calls.csv'),
  };
  return openingText(shownOn(columns, isTTY).terminal, model);
}

const oneLine = (text: string) => plain(text).replaceAll('\n', ' ');

describe('the opening', () => {
  test.each(looks)('stays within %i columns (colours: %s)', (columns, isTTY) => {
    const lines = opening({ columns, isTTY }).split('\n');

    expect(lines.length).toBeGreaterThan(6);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  test('begins with the model, which stands out in colours', () => {
    expect(opening()).toMatch(/^bank-marketing: Who will subscribe\?\n\n/);
    expect(opening({ isTTY: true })).toMatch(/^\S+bank-marketing: Who/);
    expect(plain(opening({ isTTY: true }))).toBe(opening());
  });

  test('begins with the name alone where there is no description', () => {
    expect(opening({ description: '' })).toMatch(/^bank-marketing\n\n/);
  });

  test('says how much data there is, and how much of it was left out', () => {
    expect(oneLine(opening({ rows: 45_000 }))).toContain(
      '30,000 outcomes as history, then 3,000 customers in the order of time (one of every 5 that came after). ',
    );
    expect(oneLine(opening({ rows: 4800 }))).toContain(
      '3,200 outcomes as history, then 1,600 customers in the order of time. ',
    );
  });

  test('says what is trained', () => {
    expect(oneLine(opening())).toContain('just trained, here by logistic-regression, is a candidate');
  });

  test('says the pace that the definition really has', () => {
    const { canary, rollback } = atDemoPace(modelFile);
    const shares = canary?.steps?.map(({ weight }) => weight * 100);

    expect(shares).toEqual([1, 10, 50]);
    expect(rollback?.probation).toBe('20m');
    expect(oneLine(opening())).toContain('gets 1, 10 and 50 percent of the traffic');
    expect(oneLine(opening())).toContain('watched for another 20 minutes');
  });
});
