import { trainedFeatures } from '../artifacts/model-features.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { DataFacts } from './data-facts.ts';
import type { ChampionSchema, DataGateQuestion } from './data-gate-question.ts';

/** What the champion reads and predicts otherwise than the definition says; null without a champion. */
export function schemaDifferences({
  definition,
  champion,
}: Pick<DataGateQuestion, 'definition' | 'champion'>): DataFacts['schema'] {
  if (champion === null) return null;
  const features = trainedFeatures(definition);
  const differences = [...classDifferences(definition, champion), ...featureDifferences(features, champion.features)];
  return { championVersion: champion.modelVersion, features: Object.keys(features).length, differences };
}

function classDifferences(definition: DataGateQuestion['definition'], champion: ChampionSchema): string[] {
  const names = ['target', 'positiveClass', 'classes'] as const;
  return names.filter((name) => canonicalJson(definition[name]) !== canonicalJson(champion[name]));
}

function featureDifferences(wanted: ChampionSchema['features'], known: ChampionSchema['features']): string[] {
  const [now, before] = [new Map(Object.entries(wanted)), new Map(Object.entries(known))];
  const names = [...new Set([...now.keys(), ...before.keys()])].sort();
  return names.flatMap((name) => {
    const [kind, was] = [now.get(name), before.get(name)];
    if (kind === was) return [];
    if (was === undefined) return [`'${name}', which is new`];
    return [kind === undefined ? `'${name}', which is gone` : `'${name}', which was ${was}`];
  });
}
