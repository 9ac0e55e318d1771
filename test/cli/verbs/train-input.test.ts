import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { churn, csv, outcomes, trainedJson, workplace } from './train-set-up.ts';

describe('a file of outcomes', () => {
  const trainers = [{ kind: 'logistic-regression' }];
  const definition = { ...churn, trainers };
  const sha256Of = async (name: string, content: string): Promise<string> =>
    (await trainedJson(definition, name, content)).json.written.sha256;
  const lines = (rowOf: (outcome: (typeof outcomes)[number]) => object) =>
    outcomes.map((outcome) => JSON.stringify(rowOf(outcome))).join('\n');

  test('gives the same model as CSV, as outcomes in JSON lines and as plain JSON lines', async () => {
    const asCsv = await sha256Of('rows.csv', csv());

    expect(
      await sha256Of(
        'rows.jsonl',
        lines(({ id, label, features }) => ({ id, label, features })),
      ),
    ).toBe(asCsv);
    expect(
      await sha256Of(
        'rows.ndjson',
        lines(({ id, label, features }) => ({ id, churned: label, ...features })),
      ),
    ).toBe(asCsv);
    expect(await sha256Of('ROWS.CSV', csv())).toBe(asCsv);
  });

  test('gives the same model as Parquet', async () => {
    const place = workplace(definition);
    const [input, parquet] = [place.write('rows.csv', csv()), place.path('rows.parquet')];
    const connection = await (await DuckDBInstance.create()).connect();
    // so that DuckDB does not take yes and no for truth values
    const types = `{'id': 'VARCHAR', 'age': 'INTEGER', 'job': 'VARCHAR', 'reason': 'VARCHAR', 'churned': 'VARCHAR'}`;
    await connection.run(`COPY (FROM read_csv('${input}', columns = ${types})) TO '${parquet}' (FORMAT parquet)`);
    connection.closeSync();

    const { stderr, stdout } = await place.train(parquet, '--json');

    expect(stderr).toBe('');
    expect(JSON.parse(stdout).written.sha256).toBe(await sha256Of('rows.csv', csv()));
  });

  test('may have another delimiter', async () => {
    const place = workplace(definition);
    const { exitCode } = await place.train(place.write('rows.csv', csv().replaceAll(',', ';')), '--delimiter', ';');

    expect(exitCode).toBe(0);
  });

  test('without ids is split by the numbers of its rows', async () => {
    const numbered = outcomes.map((outcome, index) => ({ ...outcome, id: `row-${index + 1}` }));
    const withoutIds = csv()
      .split('\n')
      .map((line) => line.slice(line.indexOf(',') + 1))
      .join('\n');

    expect(await sha256Of('rows.csv', withoutIds)).toBe(await sha256Of('rows.csv', csv(numbered)));
  });

  test('counts an id once, the first time', async () => {
    const again = outcomes.slice(0, 5).map((outcome) => ({ ...outcome, label: 'no' }));
    const { json } = await trainedJson(
      definition,
      'rows.csv',
      csv([...outcomes.slice(0, 5), ...again, ...outcomes.slice(5)]),
    );

    expect(json.rows.repeated).toBe(5);
    expect(json.written.sha256).toBe(await sha256Of('rows.csv', csv()));
  });
});
