import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { permanentErrors } from '../../lib/domain/steps/permanent-errors.ts';
import { adoptionErrorNames } from '../../lib/training/adoption/model-mismatch.ts';
import { untrainableNames } from '../../lib/training/untrainable-rows.ts';
import { codeSpans, headings, readPage, root, section, tableRows } from './markdown.ts';
import { exportsBelow } from './module-exports.ts';

const domain = await exportsBelow('lib/domain');

type ErrorClass = abstract new (...words: unknown[]) => Error;

const isErrorClass = (value: unknown): value is ErrorClass =>
  typeof value === 'function' && value.prototype instanceof (domain.RatchetError as ErrorClass);

/** Names of all errors that somebody can meet: the abstract ones among the classes have none. */
function errorNames(): string[] {
  const classes = Object.values(domain).filter(isErrorClass);
  const errors = [...new Set(classes)].map((one) => Reflect.construct(one, ['', []]) as Error);
  return errors.map(({ name }) => name).filter((name) => name !== 'Error');
}

describe('the runbook', () => {
  const page = readPage('docs/runbook.md');
  const kinds = headings(section(page, 'Alarms'), 3);

  test('has a section for every kind of alarm, and for nothing else', () => {
    expect(kinds).toEqual(domain.alarmKinds);
  });

  test.each(kinds)('says of %s what it means, what happens and what to do', (kind) => {
    const text = section(page, kind);
    for (const part of ['**What it means.**', '**What Ratchet does.**', '**What to do.**'])
      expect(text).toContain(part);
  });

  test('says of the alarms that give traffic back, and of those that retrain, that they do', () => {
    for (const kind of ['challenger-errors', ...(domain.probationAlarmKinds as string[])]) {
      expect(section(page, kind)).toMatch(/starts Rollback|The same as for \[error-rate\]/);
    }
    for (const kind of Object.keys(domain.retrainAlarmKinds as object)) {
      expect(section(page, kind)).toMatch(/starts Retrain/);
    }
  });
});

/** Every text that one of the patterns finds in the modules of a folder. */
function foundIn(folder: string, patterns: readonly RegExp[]): string[] {
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith('.ts'));
  const texts = files.map((file) => readFileSync(join(root, folder, file), 'utf8'));
  const found = patterns.flatMap((pattern) => texts.flatMap((text) => [...text.matchAll(pattern)]));
  return [...new Set(found.map(([, name = '']) => name))].sort();
}

describe('the tables of the runbook', () => {
  const firstCells = (title: string) =>
    tableRows(section(readPage('docs/runbook.md'), title)).flatMap(([cell = '']) => codeSpans(cell));

  test('have every code that an execution can be skipped with, and no other', () => {
    const skips = [
      /\bskip\('([^']+)'/g,
      /\bcode: '([A-Z][a-z][^']*)'/g,
      /_REGISTERED = '(\w+)'/g,
      /^ {2}\| '(\w+)';?$/gm,
    ];
    const codes = [
      'lib/domain/data-gate',
      'lib/domain/decisions',
      'lib/domain/protocol',
      'lib/domain/triggers',
    ].flatMap((folder) => foundIn(folder, skips));
    const ends = ['RolledBack', 'StoodDown', ...(domain.dataWarningCodes as string[])];
    expect(firstCells('An execution was skipped').sort()).toEqual(
      [...new Set(codes)].filter((code) => !ends.includes(code)).sort(),
    );
  });

  test('have every warning of the data gate that is no skip', () => {
    expect(firstCells('Data that a model was trained on all the same')).toEqual(domain.dataWarningCodes);
  });

  test('have every event that a step logs, and no other', () => {
    const events = foundIn('lambdas', [/failures\.record\('(\w+)'/g, /logger\.info\('(\w+)'/g]);
    expect(firstCells('What the logs say').sort()).toEqual([...events, domain.RELOAD_FAILED].sort());
  });
});

describe('the troubleshooting page', () => {
  const page = readPage('docs/troubleshooting.md');
  const sections = headings(page, 3);
  const trainingNames = [...untrainableNames, ...adoptionErrorNames];

  test('has a section for every named error, and for nothing else', () => {
    expect([...sections].sort()).toEqual([...errorNames(), ...trainingNames, 'OnnxTimedOut'].sort());
  });

  test('knows that no other attempt helps rows that cannot be trained on, or files that are not adopted', () => {
    expect(permanentErrors).toEqual(expect.arrayContaining(trainingNames));
  });

  test.each(sections)('says of %s what happened and what to do', (name) => {
    for (const part of ['**What happened.**', '**What to do.**']) expect(section(page, name)).toContain(part);
  });
});
