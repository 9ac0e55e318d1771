import { arrayMember, asObject, type JsonObject, ModelFileBroken } from '../formats/model-file.ts';

/** Levels of categorical features in the order of their numbers, from 0. */
export type FeatureLevels = ReadonlyMap<string, readonly string[]>;

const MOST_LEVELS = 10_000;

/**
 * The levels that a model file brings along: those of its preparation, if Ratchet wrote it, or of its attribute `levels`,
 * a JSON text such as `{"plan": ["free", "paid"]}`; null where there are neither. Throws `ModelFileBroken`.
 */
export function toldLevels(file: JsonObject): FeatureLevels | null {
  if (file.preparation !== undefined) return preparedLevels(arrayMember(file, 'preparation', ''));
  const attributes = asObject(file.learner, 'learner').attributes;
  const text = attributes === undefined ? undefined : asObject(attributes, 'learner.attributes').levels;
  return text === undefined ? null : attributeLevels(text);
}

function preparedLevels(parts: readonly unknown[]): FeatureLevels {
  const ordinal = parts
    .map((part, place) => ({ part: asObject(part, `preparation[${place}]`), where: `preparation[${place}]` }))
    .filter(({ part }) => part.kind === 'ordinal');
  return new Map(ordinal.map(({ part, where }) => [String(part.feature), levelList(part.levels, `${where}.levels`)]));
}

function attributeLevels(text: unknown): FeatureLevels {
  const where = 'learner.attributes.levels';
  const lists = Object.entries(asObject(parsed(text, where), where));
  return new Map(lists.map(([feature, levels]) => [feature, levelList(levels, `${where}.${feature}`)]));
}

function parsed(text: unknown, where: string): unknown {
  try {
    return JSON.parse(String(text));
  } catch (cause) {
    throw new ModelFileBroken(where, 'JSON such as {"plan": ["free", "paid"]}', text, { cause });
  }
}

function levelList(value: unknown, where: string): string[] {
  const levels = Array.isArray(value) ? value : [];
  const sound =
    Array.isArray(value) &&
    levels.length <= MOST_LEVELS &&
    levels.every((level) => typeof level === 'string') &&
    new Set(levels).size === levels.length;
  if (sound) return levels;
  throw new ModelFileBroken(where, `a list of at most ${MOST_LEVELS} different texts`, value);
}
