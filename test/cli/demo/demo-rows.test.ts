import { describe, expect, test } from 'vitest';
import { readDemoRows } from '../../../lib/cli/demo/demo-rows.ts';
import { InvalidInput, problemText } from '../../../lib/domain/errors.ts';
import { definitionWith } from '../../domain/definition/definition-samples.ts';

const columns = definitionWith({
  features: { numeric: ['age', 'balance'], categorical: ['job'], text: ['note'], dropped: ['duration'] },
  featureRules: { job: { missing: ['unknown'] }, balance: { missing: ['-999'] } },
  labels: ['yes', 'no'],
  outcome: { id: 'call' },
});
const HEADER = 'age,balance,job,note,y';
const row = (features: object, label = 'yes', id = 'row-1') => ({ id, features, label });
const full = { age: 30, balance: -5.5, job: 'admin', note: 'called' };

function read(...lines: readonly string[]) {
  return readDemoRows(lines.join('\n'), columns, 'calls.csv');
}

/** What is wrong, one sentence each. */
function problems(text: string, of: Parameters<typeof readDemoRows>[1] = columns): string[] {
  try {
    readDemoRows(text, of, 'calls.csv');
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems.map(problemText);
    throw error;
  }
  return [];
}

describe('a row', () => {
  test('has its features as the definition knows them, and its label', () => {
    expect(read(HEADER, '30,-5.5,admin,called,yes')).toEqual([row(full)]);
  });

  test('may have its columns in any order, and more than the definition knows', () => {
    expect(read('y,extra,note,duration,job,balance,age', 'no,1,called,77,admin,-5.5,30')).toEqual([row(full, 'no')]);
  });

  test.each([
    ['blanks around values', `${HEADER}\n 30 , -5.5,  admin,called , yes\n`],
    ['quotes', `"age","balance","job","note","y"\n"30","-5.5","admin","called","yes"\n`],
    ['CRLF', `${HEADER}\r\n30,-5.5,admin,called,yes\r\n`],
    ['a byte order mark', `\uFEFF"age",balance,job,note,y\n30,-5.5,admin,called,yes\n`],
    ['empty lines', `\n${HEADER}\n\n30,-5.5,admin,called,yes\n\n\n`],
    ['no end of the last line', `${HEADER}\n30,-5.5,admin,called,yes`],
    ['numbers written otherwise', `${HEADER}\n3e1,-5.50,admin,called,yes`],
  ])('is read with %s', (_what, text) => {
    expect(readDemoRows(text, columns, 'calls.csv')).toEqual([row(full)]);
  });

  test('may have commas, quotes and line ends in quoted texts', () => {
    expect(read(HEADER, '30,-5.5,admin,"said ""no"", and', 'left",yes')[0]?.features.note).toBe('said "no", and\nleft');
  });

  test('misses what is empty and what the rules of its feature call missing, and only that', () => {
    expect(read(HEADER, ',-999,unknown,,yes', '-999,0,Unknown,unknown,no').map(({ features }) => features)).toEqual([
      { age: null, balance: null, job: null, note: null },
      { age: -999, balance: 0, job: 'Unknown', note: 'unknown' },
    ]);
  });

  test('has the id of its column, or the number of the row where there is none', () => {
    const withIds = read(`call,${HEADER}`, 'c-7,30,-5.5,admin,called,yes', ',30,-5.5,admin,called,yes');
    const without = read(HEADER, '30,-5.5,admin,called,yes', '', '30,-5.5,admin,called,yes');

    expect(withIds.map(({ id }) => id)).toEqual(['c-7', 'row-2']);
    expect(without.map(({ id }) => id)).toEqual(['row-1', 'row-2']);
  });

  test('has an id of its own: of two with one id the second is named', () => {
    const text = `call,${HEADER}\nc-7,30,1,admin,x,yes\nc-8,30,1,admin,x,yes\nc-7,31,1,admin,x,yes`;

    expect(problems(text)).toEqual([`'line 4, call' should be there once, got "c-7"`]);
  });

  test('may be any label but none where the definition accepts any', () => {
    const any = { ...columns, labels: [] };

    expect(readDemoRows(`${HEADER}\n30,1,admin,x,perhaps`, any, 'calls.csv')[0]?.label).toBe('perhaps');
    expect(problems(`${HEADER}\n30,1,admin,x,`, any)).toEqual([`'line 2, y' should not be empty, got ""`]);
  });
});

describe('a file is refused', () => {
  test.each([
    ['a missing feature', 'age,job,note,y', "'header' should have balance, got age, job, note, y"],
    ['a missing target', 'age,balance,job,note', "'header' should have y, got age, balance, job, note"],
    ['another spelling', 'Age,balance,job,note,Y', "'header' should have age, y, got Age, balance, job, note, Y"],
    [
      'data where the header should be',
      '30,2,a,b,no',
      "'header' should have age, balance, job, note, y, got 30, 2, a, b, no",
    ],
    ['nothing in it', '', "'header' should have age, balance, job, note, y, got no line"],
    ['empty lines only', '\n\n', "'header' should have age, balance, job, note, y, got no line"],
  ])('with %s', (_what, text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });

  test.each(['old', '1,5', '12 %', 'NaN', 'Infinity', '-Infinity', '1e999'])('with %s for a number', (age) => {
    expect(problems(`${HEADER}\n"${age}",1,admin,x,yes`)).toEqual([
      `'line 2, age' should be a number, got ${JSON.stringify(age)}`,
    ]);
  });

  test.each(['', 'YES', 'maybe'])("with the label '%s'", (label) => {
    expect(problems(`${HEADER}\n30,1,admin,x,${label}`)).toEqual([
      `'line 2, y' should be yes or no, got ${JSON.stringify(label)}`,
    ]);
  });

  test.each([
    ['too few columns', '30,1,admin,yes', 'got 4 on line 3'],
    ['too many columns', '30,1,admin,x,yes,no', 'got 6 on line 3'],
    ['an open quote', '30,1,admin,"x,yes', 'line 3'],
  ])('with %s', (_what, line, got) => {
    const [problem, ...others] = problems(`${HEADER}\n30,1,admin,x,yes\n${line}\n`);

    expect(problem).toMatch(/^the whole input should be CSV with a header line, got /);
    expect(problem).toContain(got);
    expect(others).toEqual([]);
  });

  test.each(['\n', '\r\n'])(
    'by the number of its line, empty lines and lines of quoted texts counted in (%j)',
    (end) => {
      const lines = [HEADER, '', '30,1,admin,"one', 'two",yes', '', '', 'old,1,admin,x,yes'];

      expect(problems(lines.join(end))).toEqual([`'line 7, age' should be a number, got "old"`]);
    },
  );

  test('with everything that is wrong, in order, but no more than ten things', () => {
    const wrong = 'old,much,admin,x,maybe';

    expect(problems([HEADER, '30,1,admin,x,yes', wrong].join('\n'))).toEqual([
      `'line 3, y' should be yes or no, got "maybe"`,
      `'line 3, age' should be a number, got "old"`,
      `'line 3, balance' should be a number, got "much"`,
    ]);
    expect(problems([HEADER, ...Array.from({ length: 3 }, () => wrong)].join('\n'))).toHaveLength(9);
    expect(problems([HEADER, ...Array.from({ length: 4 }, () => wrong)].join('\n'))).toHaveLength(10);
  });

  test('by its name', () => {
    expect(() => readDemoRows('', columns, 'calls.csv')).toThrow(/^calls\.csv: /);
  });
});
