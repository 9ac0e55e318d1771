import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MissingTexts } from '../../lib/training/preparation/fit-preparation.ts';
import type { FeatureColumn } from '../../lib/training/table/feature-column.ts';
import definition from '../../models/bank-marketing.json' with { type: 'json' };
import { syntheticNames } from './synthetic-csv.ts';
import { SYNTHETIC_COLUMNS } from './synthetic-rows.ts';

/** A table in a CSV file, and what is to be predicted from it. */
export interface Dataset {
  readonly name: string;
  readonly path: string;
  readonly target: string;
  readonly positive: string;
  readonly features: readonly FeatureColumn[];
  /** Columns that are neither a feature nor the target. */
  readonly dropped: readonly string[];
}

const pathOf = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** 45,210 calls of a bank with 15 features, as the product's own definition has them. */
export function bankMarketing(): Dataset {
  const rules: Readonly<Record<string, { readonly missing?: readonly string[] }>> = definition.featureRules;
  const feature = (kind: FeatureColumn['kind']) => (name: string) => ({
    name,
    kind,
    missing: rules[name]?.missing ?? [],
  });
  const { numeric, categorical, dropped } = definition.features;
  return {
    name: 'bank',
    path: pathOf('models/data/bank-marketing.csv'),
    target: definition.target,
    positive: definition.positiveClass,
    features: [...numeric.map(feature('numeric')), ...categorical.map(feature('categorical'))],
    dropped,
  };
}

/** 30,000 clients of a credit card with 23 numbers each. */
export function creditDefault(): Dataset {
  const path = pathOf('bench/data/credit-default.csv');
  const dropped = ['ID'];
  const target = 'default.payment.next.month';
  const names = headerOf(path).filter((name) => name !== target && !dropped.includes(name));
  return { name: 'credit', path, target, positive: '1', features: names.map(number), dropped };
}

/** A file that `writeSyntheticCsv` wrote. */
export function synthetic(path: string, columns = SYNTHETIC_COLUMNS): Dataset {
  const features = syntheticNames(columns).map(number);
  return { name: 'synthetic', path, target: 'y', positive: '1', features, dropped: [] };
}

/** The data arguments of the peers in `bench/peers`. */
export function peerArguments({ path, target, positive, features, dropped }: Dataset): string[] {
  const missing = new Set(features.flatMap((feature) => feature.missing));
  const numbersOnly = features.every(({ kind }) => kind === 'numeric');
  return [
    ...['--csv', path, '--target', target, '--positive', positive],
    ...['--drop', dropped.join(','), '--missing', [...missing].join(',')],
    ...(numbersOnly ? ['--float32'] : []),
  ];
}

/** Texts that mean "missing", by feature. */
export function missingTexts({ features }: Dataset): MissingTexts {
  return new Map(features.map(({ name, missing }) => [name, missing]));
}

/** The names of a CSV file without quotes. */
export function headerOf(path: string): string[] {
  const [header = ''] = readFileSync(path, 'utf8').split('\n', 1);
  return header.split(',');
}

function number(name: string): FeatureColumn {
  return { name, kind: 'numeric', missing: [] };
}
