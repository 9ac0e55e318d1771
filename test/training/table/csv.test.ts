import { describe, expect, test } from 'vitest';
import { type CsvSpec, readCsv } from '../../../lib/training/table/csv.ts';
import { CsvBroken } from '../../../lib/training/table/csv-broken.ts';

const age = { name: 'age', kind: 'numeric', missing: ['-1'] } as const;
const job = { name: 'job', kind: 'categorical', missing: ['unknown'] } as const;
const spec: CsvSpec = { features: [age, job], target: 'y' };

/** What is read of a text: numbers, levels by row, labels by row. */
async function read(text: string, asked: CsvSpec = spec) {
  const { rows, table, labels, ids } = await readCsv([new TextEncoder().encode(text)], asked);
  const columns = table.columns.map((column) =>
    column.kind === 'numeric' ? [...column.values] : [...column.codes].map((code) => column.levels[code] ?? null),
  );
  return { rows, columns, labels: [...labels.codes].map((code) => labels.levels[code]), ids };
}

describe('a CSV file', () => {
  test('becomes columns in the order of the features', async () => {
    const { rows, columns, labels, ids } = await read('job,age,y\nadmin,41,yes\nretired,70.5,no\n');

    expect({ rows, labels, ids }).toEqual({ rows: 2, labels: ['yes', 'no'], ids: undefined });
    expect(columns).toEqual([
      [41, 70.5],
      ['admin', 'retired'],
    ]);
  });

  test('has levels in the order in which they first came, once each', async () => {
    const bytes = new TextEncoder().encode('age,job,y\n1,b,no\n2,unknown,yes\n3,a,no\n4,b,no\n5,,no\n');

    const { table, labels } = await readCsv([bytes], spec);

    expect(table.columns[1]).toEqual({
      kind: 'categorical',
      feature: 'job',
      levels: ['b', 'a'],
      codes: Int32Array.of(0, -1, 1, 0, -1),
    });
    expect(labels).toEqual({ levels: ['no', 'yes'], codes: Int32Array.of(0, 1, 0, 0, 0) });
  });

  test.each([
    ['a missing last line end', 'age,job,y\n1,a,yes\n2,b,no'],
    ['CRLF', 'age,job,y\r\n1,a,yes\r\n2,b,no\r\n'],
    ['CRLF and numbers at the end', 'job,y,age\r\na,yes,1\r\nb,no,2\r\n'],
    ['blank lines', '\n\r\nage,job,y\n\n1,a,yes\r\n\r\n\n2,b,no\n\n'],
    ['a byte order mark', '\uFEFFage,job,y\n1,a,yes\n2,b,no\n'],
    ['quotes', '"age","job","y"\n"1","a","yes"\n"2","b","no"\n'],
    ['quotes and CRLF', '"age","job","y"\r\n"1","a","yes"\r\n"2","b","no"\r\n'],
    ['columns that nobody asked for', 'x,age,z,job,y,w\n"a\n,b",1,2,a,yes,\n,2,"""",b,no,3\n'],
    ['spaces around numbers', 'age,job,y\n 1,a,yes\n\t2  ,b,no\n'],
  ])('may have %s', async (_what, text) => {
    const { columns, labels } = await read(text);

    expect(columns).toEqual([
      [1, 2],
      ['a', 'b'],
    ]);
    expect(labels).toEqual(['yes', 'no']);
  });

  test('may have delimiters, line ends and doubled quotes in quotes', async () => {
    const { columns, ids } = await read('age,"a ""job""",y,id\n1,"a,""b""\r\nc",no,"""1"""\n2,"""",no,"2,"\n', {
      features: [age, { ...job, name: 'a "job"' }],
      target: 'y',
      id: 'id',
    });

    expect(columns[1]).toEqual(['a,"b"\r\nc', '"']);
    expect(ids).toEqual(['"1"', '2,']);
  });

  test('keeps quotes and carriage returns that are within a text', async () => {
    const { columns } = await read('age,job,y\n1,a"b""c,no\n2,a\rb,no\n3,\r,no\n');

    expect(columns[1]).toEqual(['a"b""c', 'a\rb', null]);
  });

  test('may have another delimiter', async () => {
    const { columns } = await read('age;job;y\n1;"a;b";no\n', { ...spec, delimiter: ';' });

    expect(columns).toEqual([[1], ['a;b']]);
  });

  test('may do without ids where they are optional, and has them where they are there', async () => {
    const optional = { ...spec, id: 'id', idIsOptional: true };

    expect((await read('age,job,y\n1,a,no\n', optional)).ids).toBeUndefined();
    expect((await read('age,job,y,id\n1,a,no,x\n', optional)).ids).toEqual(['x']);
    await expect(read('age,job,y\n1,a,no\n', { ...spec, id: 'id' })).rejects.toThrow("the header should have 'id'");
  });

  test('may have ids beyond ASCII', async () => {
    const { ids } = await read('age,job,y,id\n1,a,no,å\n1,a,no,\n1,a,no,😀b\n', { ...spec, id: 'id' });

    expect(ids).toEqual(['å', '', '😀b']);
  });

  test('may have no rows', async () => {
    const { rows, columns } = await read('age,job,y');

    expect({ rows, columns }).toEqual({ rows: 0, columns: [[], []] });
  });

  test('reads levels that are no UTF-8 as one when they look the same', async () => {
    const bytes = Buffer.concat([
      Buffer.from('age,job,y\n1,'),
      Buffer.from([0xff, 0x2c]),
      Buffer.from('no\n1,'),
      Buffer.from([0xfe, 0x2c]),
      Buffer.from('no\n'),
    ]);

    const { table } = await readCsv([bytes], spec);

    expect(table.columns[1]).toMatchObject({ levels: ['\uFFFD'], codes: Int32Array.of(0, 0) });
  });

  test('may have a hundred thousand levels, of any length', async () => {
    const levels = Array.from({ length: 100_000 }, (_, index) => `level ${index} ${'-'.repeat(index % 40)}`);
    const lines = [...levels, ...levels].map((level, row) => `${row},${level},no\n`);

    const { table } = await readCsv([new TextEncoder().encode(`age,job,y\n${lines.join('')}`)], spec);

    const job = table.columns[1];
    if (job?.kind !== 'categorical') throw new Error('the columns are mixed up');
    expect(job.levels.length).toBe(100_000);
    expect(job.levels.every((level, place) => level === levels[place])).toBe(true);
    expect(job.codes.every((code, row) => code === row % 100_000)).toBe(true);
  });

  test('may have a record that is longer than what is parsed at a time', async () => {
    const long = 'long '.repeat(1000);

    const { columns } = await read(`age,job,y\n1,${long},no\n2,"${long}",no\n3,b,no\n`, { ...spec, windowBytes: 0 });

    expect(columns).toEqual([
      [1, 2, 3],
      [long, long, 'b'],
    ]);
  });

  test('is read the same when its size is known, or known wrongly', async () => {
    const text = `age,job,y\n${'1,a,no\n'.repeat(20_000)}`;
    const all = await Promise.all([undefined, text.length, 10, 1e12].map((bytes) => read(text, { ...spec, bytes })));

    expect(all.map(({ rows }) => rows)).toEqual([20_000, 20_000, 20_000, 20_000]);
    expect(all.every(({ columns }) => columns[0]?.length === 20_000)).toBe(true);
  });
});

describe('a CSV file that is broken', () => {
  test.each([
    ['is empty', '', 'the file should start with a header line whose quotes are closed'],
    ['is blank', '\n\r\n', 'the file should start with a header line whose quotes are closed'],
    ['lacks columns', 'a,age,b\n', "the header should have 'job', 'y', got 'a', 'age', 'b'"],
    ['has a name twice', 'age,job,y,age\n', "the header should have each name once, got 'age' twice"],
    ['has too few cells', 'age,job,y\n1,a,no\n2,a\n', 'line 3 should have 3 cells, as many as the header, got 2'],
    ['has a line of spaces', 'age,job,y\n\n \n', 'line 3 should have 3 cells, as many as the header, got 1'],
    [
      'has too many cells',
      'age,job,y\n1,"\n\n",no\n2,a,no,"x,y",\n',
      'line 5 should have 3 cells, as many as the header, got 5',
    ],
    [
      'has text after a quote',
      'age,job,y\n1,"a"b,no\n',
      'line 2 should have nothing between a closing quote and the next delimiter or line end',
    ],
    [
      'has text after a quote in the header',
      '\nage,"job"s,y\n',
      'line 2 should have nothing between a closing quote and the next delimiter or line end',
    ],
    [
      'is cut off in quotes',
      'age,job,y\n1,a,no\n2,"a\n\n',
      'the quote that is opened on line 3 should be closed: the file may be cut off',
    ],
    ['lacks a label', 'age,job,y\n1,a,no\n2,a,\n', 'line 3 should have a label, got an empty cell'],
  ])('as it %s is named', async (_what, text, message) => {
    await expect(read(text)).rejects.toThrow(new CsvBroken(message));
  });

  test('by a column that is asked for twice is named', async () => {
    await expect(read('age,job,y\n', { ...spec, target: 'job' })).rejects.toThrow(
      new CsvBroken("'job' should be a feature, the target or the id, got it twice"),
    );
  });

  test('by a record without end is named', async () => {
    const text = `age,job,y\n1,a,no\n2,"${'a'.repeat(2 ** 24)}",no\n1,a,no\n`;

    await expect(read(text)).rejects.toThrow(
      'the record that starts on line 3 should have at most 16777216 bytes: the quote that is opened on line 3 is not closed',
    );
  });

  test('by a header without end is named', async () => {
    await expect(read('a'.repeat(2 ** 24 + 1))).rejects.toThrow('the header should have at most 16777216 bytes');
    await expect(read(`${','.repeat(100_001)}\n`)).rejects.toThrow('the header should have at most 100000 columns');
  });

  test.each(['', ',,', '5', '"', '\n', 'ä'])('by the delimiter %j is named', async (delimiter) => {
    await expect(read('a\n', { ...spec, delimiter })).rejects.toThrow(CsvBroken);
  });
});

test('many columns may get many levels in the same records', async () => {
  const names = Array.from({ length: 20 }, (_, column) => `text${column}`);
  const lines = Array.from({ length: 500 }, (_, row) => [...names.map((name) => `${name}-${row}`), 'yes'].join(','));
  const features = names.map((name) => ({ name, kind: 'categorical' as const, missing: [] }));

  const { table } = await readCsv([new TextEncoder().encode(`${names},y\n${lines.join('\n')}`)], {
    features,
    target: 'y',
  });

  expect(table.columns.map((column) => column.kind === 'categorical' && column.levels.length)).toEqual(
    names.map(() => 500),
  );
});
