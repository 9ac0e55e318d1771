import type { DataFinding } from '../artifacts/data-finding.ts';
import { trainedFeatures } from '../artifacts/model-features.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { ChampionSchema, DataGateQuestion } from './data-gate-question.ts';

const MOST_NAMED = 5;

/** In what the champion reads and predicts other columns and classes than the definition says. */
export function schemaFindings({ definition, champion }: DataGateQuestion): DataFinding[] {
  if (champion === null) return [];
  const features = trainedFeatures(definition);
  const differences = [...classDifferences(definition, champion), ...featureDifferences(features, champion.features)];
  if (differences.length === 0) return [];
  const refused = definition.gate.changedSchema === 'refuse';
  const remedy = refused ? 'set gate.changedSchema to accept if that is meant' : 'see whether that is meant';
  const more = differences.length > MOST_NAMED ? ` and ${differences.length - MOST_NAMED} more` : '';
  const named = differences.slice(0, MOST_NAMED).join(', ');
  const reason = `the champion ${champion.modelVersion} differs from the definition in ${named}${more}, and 0 differences are expected: ${remedy}`;
  const severity = refused ? 'stop' : 'warning';
  const n = Object.keys(features).length;
  return [{ code: 'SchemaChanged', severity, reason, value: differences.length, threshold: 0, n }];
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
