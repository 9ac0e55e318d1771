import { describe, expect, test } from 'vitest';
import { type ModelDefinition, modelDefinitionJsonSchema, parseModelDefinition } from '../../lib/index.ts';
import { boundsOf, fieldsOf, type JsonSchema, withField } from './definition-fields.ts';
import { codeBlocks, codeSpans, headings, readPage, section, tableRows } from './markdown.ts';
import { exportsBelow } from './module-exports.ts';

const page = readPage('docs/model-definition.md');

interface Row {
  readonly path: string;
  readonly type: string;
  readonly fallback: string;
  readonly example: string;
}

/** Rows of every table of fields; those of the policy JSON have no default. */
const rows: Row[] = tableRows(page).flatMap((cells) => {
  if (cells.length < 5) return [];
  const [field = '', , type = '', , ...last] = cells;
  const [fallback = '', example = ''] = last.length === 1 ? ['required', ...last] : last;
  return [{ path: codeSpans(field)[0] ?? '', type, fallback, example: codeSpans(example)[0] ?? '' }];
});

const base = {
  name: 'bank-marketing',
  policy: 'lead-conversion',
  target: 'y',
  positiveClass: 'yes',
  features: { numeric: ['age'], categorical: ['job'] },
};

const policyJson = codeBlocks(section(page, 'The policy JSON'), 'json').map((text) => JSON.parse(text))[0];

/** What else has to stand beside a field for it to mean anything. */
const companions = {
  triggers: { volume: { rows: 10_000 } },
  'schedules[]': { cron: '17 3 * * *' },
  'triggers.performance.source.cloudWatch': { namespace: 'Acme/Models', metricName: 'Accuracy' },
  'triggers.performance.source.prometheus': { url: 'https://prometheus.example.com', query: 'up' },
  'trainers[]': { kind: 'logistic-regression' },
  'trainers[].search': { grid: { inverseRegularization: [1] } },
  'gate.rules[]': { metric: 'auc', mode: 'absolute', minimum: 0.01, severity: 'hard' },
  'gate.rules[].triggers.<trigger>': { minimum: 0 },
  'gate.artifactKilobytes': { warning: 100, maximum: 1000 },
  'gate.guardrails[]': { metric: 'accuracy', margin: 0.005 },
  'canary.steps[]': { weight: 0.1, bake: '24h' },
};

/** A trainer of the owner's own has fields that no other has. */
const ownTrainers: Readonly<Record<string, object>> = {
  'trainers[].module': { kind: 'external' },
  'trainers[].image': { kind: 'external' },
  'trainers[].architecture': { kind: 'external', image: 'acme/trainer:1' },
  'trainers[].megabytes': { kind: 'external', module: 'trainers/mlp.mjs' },
};

/** The same for fields that only an ensemble has, in the place of what others have. */
const ensemble = {
  'trainers[]': { kind: 'soft-vote', members: [{ kind: 'xgboost' }, { kind: 'xgboost' }] },
  'trainers[].members[]': { kind: 'xgboost' },
};

const schema = modelDefinitionJsonSchema() as unknown as JsonSchema;
const fields = fieldsOf(schema).filter(({ path }) => !/^trainers\[\](\.members\[\])?\.parameters\./.test(path));

function parse(file: object): ModelDefinition {
  return parseModelDefinition(file, 'the example');
}

/** A definition with one field, whose free names are filled in. */
function exampleFile({ path, example }: Row): Readonly<Record<string, unknown>> {
  const start: Record<string, unknown> = path.startsWith('policy.') ? { ...base, policy: policyJson } : { ...base };
  if (path === 'classes') delete start.positiveClass;
  if (path === 'tenantHash') start.tenant = 'account';
  const isOfEnsemble = /^trainers\[\]\.(members|weights)/.test(path);
  const own = ownTrainers[path] ?? companions['trainers[]'];
  const around = isOfEnsemble ? { ...companions, ...ensemble } : { ...companions, 'trainers[]': own };
  const file = withField(start, path, JSON.parse(example), around);
  const trainers = file.trainers as { members?: object[] }[] | undefined;
  // a list gets one entry, and an ensemble has two members at least
  if (path.includes('members')) trainers?.[0]?.members?.push({ kind: 'xgboost' });
  const text = JSON.stringify(file).replaceAll('"<trigger>"', '"manual"').replaceAll('"<name>"', '"job"');
  return JSON.parse(text);
}

test('every field of a definition has a row, and every row is a field', () => {
  const expected = new Set([
    ...fields.map(({ path }) => path),
    'trainers[].parameters',
    'trainers[].members[].parameters',
  ]);
  expect(rows.map(({ path }) => path).sort()).toEqual([...expected].sort());
});

describe.each(rows)('$path', (row) => {
  test('has an example that a definition may have', () => {
    expect(() => parse(exampleFile(row))).not.toThrow();
  });

  test('names its bounds and choices', () => {
    const field = fields.find(({ path }) => path === row.path);
    for (const bound of field ? boundsOf(field) : []) expect(row.type).toContain(bound);
  });
});

test('the fields that have to be there are the required ones', () => {
  const required = rows.filter(({ path, fallback }) => fallback === 'required' && !path.startsWith('policy.'));
  for (const { path } of required) {
    const file: Record<string, unknown> = { ...base };
    delete file[path];
    expect(() => parse(file)).toThrow(`'${path}'`);
  }
  expect(required.map(({ path }) => path)).toEqual(['name', 'policy', 'target']);
});

/** Fields with a default that does not depend on the preset, and that stand alone. */
const settled = rows.filter(({ path, fallback }) => /^`.*`$/.test(fallback) && !/[[<]/.test(path));

/** What the tables and one preset's own block say together, as a definition would write it. */
function everySetting(preset: string): Readonly<Record<string, unknown>> {
  const own = JSON.parse(codeBlocks(section(page, preset), 'json')[0] ?? 'null');
  const common = settled.filter(({ path }) => !/^triggers\.(drift|performance)\.|^alarms\.auc|^outcome/.test(path));
  const trainers = [{ kind: JSON.parse(codeSpans(defaultOf('trainers[].kind'))[0] ?? 'null') }];
  return common.reduce<Readonly<Record<string, unknown>>>(
    (file, { path, fallback }) => withField(file, path, JSON.parse(codeSpans(fallback)[0] ?? 'null'), companions),
    { ...own, trainers },
  );
}

function defaultOf(field: string): string {
  return rows.find(({ path }) => path === field)?.fallback ?? '';
}

const presets = headings(section(page, 'Presets'), 3);

test('the page has every preset', async () => {
  const { presetNames } = await exportsBelow('lib/domain');
  expect(presets).toEqual(presetNames);
});

describe.each(presets)('the preset %s', (preset) => {
  const settings = everySetting(preset);

  test('means what the page says', () => {
    expect(parse({ ...base, ...settings, policy: preset })).toEqual(parse({ ...base, policy: preset }));
  });

  // process-heat has a floor that no definition can lower, so nothing else stands on it
  test.each(presets.filter((name) => name !== 'process-heat'))(
    'is written out so completely that it can stand on %s',
    (other) => {
      const { preset: _, retry: __, ...meant } = parse({ ...base, policy: preset });
      expect(parse({ ...base, ...settings, policy: other })).toMatchObject(meant);
    },
  );
});

test.each(settled.filter(({ path }) => /^triggers\.(drift|performance)\.|^alarms\.auc/.test(path)))(
  '$path has its default where the preset is silent',
  ({ path, fallback }) => {
    const container = path.slice(0, path.lastIndexOf('.'));
    const silent = { ...base, policy: 'backlink-actions' };
    const given = withField(silent, path, JSON.parse(codeSpans(fallback)[0] ?? 'null'), companions);
    const turnedOn = withField(silent, container, new Map(Object.entries(companions)).get(container) ?? {}, companions);
    expect(parse(given)).toEqual(parse(turnedOn));
  },
);

test.each(settled.filter(({ path }) => path.startsWith('outcome')))('$path has its default', ({ path, fallback }) => {
  expect(parse(withField(base, path, JSON.parse(codeSpans(fallback)[0] ?? 'null'), companions))).toEqual(parse(base));
});

test('every parameter of every trainer has its default', async () => {
  const { defaultTrainer } = (await exportsBelow('lib/domain')) as unknown as {
    defaultTrainer(kind: string): { parameters: object };
  };
  const documented = tableRows(section(page, 'Parameters of trainers')).map(
    ([kind = '', parameter = '', , value = '']) => [
      ...codeSpans(kind),
      ...codeSpans(parameter),
      JSON.parse(codeSpans(value)[0] ?? 'null'),
    ],
  );
  const kinds = [...new Set(documented.map(([kind]) => String(kind)))];
  const expected = kinds.flatMap((kind) =>
    Object.entries(defaultTrainer(kind).parameters).map(([parameter, value]) => [kind, parameter, value]),
  );
  expect(documented).toEqual(expected);
  expect(kinds).toEqual(
    codeSpans(rows.find(({ path }) => path === 'trainers[].members[].kind')?.type ?? '').map((kind) =>
      JSON.parse(kind),
    ),
  );
});

test('the ranges of trainer parameters are those of the schema', () => {
  const parameters = fieldsOf(schema).filter(({ path }) => path.startsWith('trainers[].parameters.'));
  for (const [, parameter = '', type = ''] of tableRows(section(page, 'Parameters of trainers'))) {
    const field = parameters.find(({ path }) => path === `trainers[].parameters.${codeSpans(parameter)[0]}`);
    expect(field, parameter).toBeDefined();
    // trainers share names, so the ranges of all of them are known under one path
    for (const number of type.match(/\d+(\.\d+)?/g) ?? [])
      expect(boundsOf(field ?? { path: '', forms: [] }).join(' ')).toContain(number);
  }
});

test('the policy JSON is one', () => {
  expect(parse({ ...base, policy: policyJson }).preset).toBe('backlink-actions');
});
