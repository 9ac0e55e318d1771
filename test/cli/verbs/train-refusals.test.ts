import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ratchetWith } from '../cli-set-up.ts';
import { churn, csv, outcomes, workplace } from './train-set-up.ts';

describe('train refuses, with file, place and remedy, and writes nothing:', () => {
  const broken = (line: number, text: string) =>
    csv()
      .split('\n')
      .with(line - 1, text)
      .join('\n');

  test.each<[string, string, string, string]>([
    [
      'a column that is not there',
      'rows.csv',
      csv().replace('age', 'years'),
      "the header should have 'age', got 'id', 'years', 'job', 'reason', 'churned': name the columns as the definition does",
    ],
    ['the target that is not there', 'rows.csv', csv().replace('churned', 'left'), "the header should have 'churned'"],
    [
      'a line that is cut off',
      'rows.csv',
      broken(7, 'outcome-5,40'),
      'line 7 should have 5 cells, as many as the header, got 2',
    ],
    [
      'a row without a label',
      'rows.csv',
      broken(9, 'outcome-7,40,clerk,left,'),
      'line 9 should have a label, got an empty cell',
    ],
    [
      'a label that the definition does not know',
      'rows.csv',
      broken(3, 'outcome-1,40,clerk,left,maybe'),
      "row 2 should have yes or no in 'churned', got 'maybe': correct it, or add it to the labels of the definition",
    ],
    [
      'no row of the positive class',
      'rows.csv',
      csv().replaceAll(',yes', ',no'),
      "some row should have the positive class 'yes' in 'churned', got 'no'",
    ],
    [
      'no rows',
      'rows.csv',
      'id,age,job,reason,churned\n',
      "some row should have the positive class 'yes' in 'churned', got no rows",
    ],
    [
      'too few rows',
      'rows.csv',
      csv(outcomes.slice(0, 8)),
      'TooFewRows: the training part should have at least 10 rows',
    ],
    [
      'a feature that says nothing',
      'rows.csv',
      csv().replaceAll(/,(clerk|nurse|pilot),/g, ',clerk,'),
      "ConstantFeature: 'job' should have more than one value",
    ],
    [
      'a line that is no JSON',
      'rows.jsonl',
      '{"id":"a","label":"yes","features":{"age":1,"job":"x"}}\n{"id":',
      'line 2 should be JSON: the file may be cut off',
    ],
    [
      'a line without a label',
      'rows.jsonl',
      '{"age":1,"job":"x"}',
      "line 1 should have a label in 'churned', or an id, a label and features as outcomes are sent",
    ],
    ['features that no line has', 'rows.jsonl', '{"churned":"yes"}', "some line should have 'age', 'job', got none"],
    ['Parquet that is none', 'rows.parquet', 'not parquet', 'should be a Parquet file'],
  ])('%s', async (_what, name, content, message) => {
    const place = workplace();
    const input = place.write(name, content);

    const { exitCode, stdout, stderr } = await place.train(input);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toContain(input);
    expect(stderr).toContain(message);
    expect(existsSync(place.output)).toBe(false);
  });

  test('a file that is not there', async () => {
    const place = workplace();
    const { exitCode, stderr } = await place.train(place.path('none.csv'));

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: ENOENT: .*none\.csv'\n$/);
  });

  test('a file whose name does not say what it is', async () => {
    const place = workplace();
    const { exitCode, stderr } = await place.train(place.write('rows.xlsx', ''));

    expect(exitCode).toBe(2);
    expect(stderr).toContain('--input should be a file that ends in .csv, .jsonl, .ndjson, .parquet, got');
  });

  test('a delimiter that may be part of a number', async () => {
    const place = workplace();
    const { exitCode, stderr } = await place.train(place.write('rows.csv', csv()), '--delimiter', '1');

    expect(exitCode).toBe(1);
    expect(stderr).toContain("the delimiter should be one character such as ',' or ';', got '1'");
  });

  test('an output that is there already, before anything is read', async () => {
    const place = workplace();
    writeFileSync(place.output, 'old');
    const { exitCode, stderr } = await place.train(place.path('none.csv'));

    expect(exitCode).toBe(1);
    expect(stderr).toContain('--output should name a new file');
    expect(readFileSync(place.output, 'utf8')).toBe('old');
  });

  test('an output in a folder that is not there', async () => {
    const place = workplace();
    const words = ['train', '--input', place.write('rows.csv', csv()), '--output', place.path('none/model.json')];
    const { exitCode, stderr } = await ratchetWith([...words, '--model', place.model]);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('--output should be in a folder that is there');
  });

  test('a definition that is wrong', async () => {
    const place = workplace({ ...churn, target: '' });
    const { exitCode, stderr } = await place.train(place.write('rows.csv', csv()));

    expect(exitCode).toBe(1);
    expect(stderr).toContain('InvalidDefinition: model definitions: ');
    expect(stderr).toContain('churn.json: target');
  });

  test.each([
    [['train', '--output', 'model.json'], "required option '--input <FILE>' not specified"],
    [['train', '--input', 'rows.csv'], "required option '--output <FILE>' not specified"],
    [['train', '--input', 'rows.csv', '--output', 'model.json', '--local', 'run'], "unknown option '--local'"],
  ])('%j', async (words, message) => {
    const { exitCode, stderr } = await ratchetWith(words);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

test('without --model the only definition of the folder models is taken', async () => {
  const place = workplace();
  const input = place.write('rows.csv', csv());
  const { stderr } = await ratchetWith(['train', '--input', input, '--output', place.output]);

  expect(stderr).toContain("the header should have 'balance', 'day', 'campaign'");
});

test("trainers of the owner's own are left out, and alone they are refused", async () => {
  const own = { kind: 'external', module: 'trainers/mlp.mjs' };
  const both = workplace({ ...churn, trainers: [own, { kind: 'logistic-regression' }] });
  const alone = workplace({ ...churn, trainers: [own] });

  const trained = await both.train(both.write('rows.csv', csv()));
  const refused = await alone.train(alone.write('rows.csv', csv()));

  expect(trained.exitCode).toBe(0);
  expect(trained.stdout).toMatch(/^not trained +1 of kind external, which need a container$/m);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('got "external" alone: those need a container');
  expect(existsSync(alone.output)).toBe(false);
});
