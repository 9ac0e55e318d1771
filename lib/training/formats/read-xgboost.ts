import { asObject, type JsonObject, ModelFileBroken, ModelKindUnsupported } from './model-file.ts';
import { readUbjson } from './ubjson.ts';
import { modelOf, type XgboostModel } from './xgboost-learner.ts';

const OPENING_BRACE = 0x7b;

// lengths of a first key, and the head of a container with a count
const ubjsonAfterBrace: ReadonlySet<number> = new Set(Array.from('iUIlL$#', (marker) => marker.charCodeAt(0)));

/**
 * A model that XGBoost saved as JSON or UBJSON, told apart by its first bytes. Throws ModelFileBroken, or
 * ModelKindUnsupported for the binary format that XGBoost wrote by default before 2.1 and for pickles.
 */
export function readXgboost(bytes: Uint8Array): XgboostModel {
  return readXgboostJson(parsedModelFile(bytes));
}

/** The members of such a file, of which nothing is checked yet. Throws as `readXgboost` does. */
export function parsedModelFile(bytes: Uint8Array): JsonObject {
  if (bytes[0] === OPENING_BRACE && ubjsonAfterBrace.has(bytes[1] ?? 0)) {
    return asObject(readUbjson(bytes), 'the model');
  }
  const text = textOf(bytes);
  if (text?.trimStart().startsWith('{')) return asObject(parsedJson(text), 'the model');
  if (bytes.length === 0) throw new ModelFileBroken('the file', 'a model of XGBoost', 'an empty file');
  throw new ModelKindUnsupported(
    "the model is neither JSON nor UBJSON nor ONNX, as XGBoost's old binary format and pickles are not: load it in Python and " +
      "save it again, for example by xgboost.Booster(model_file='xgboost-model').save_model('model.json')",
  );
}

/** A model that XGBoost saved as JSON: the text, or what it was parsed to. */
export function readXgboostJson(model: unknown): XgboostModel {
  const parsed = typeof model === 'string' ? parsedJson(model) : model;
  return modelOf(asObject(parsed, 'the model').learner, 'learner');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // XGBoost 1.7 writes it as the threshold of a split by categories
    if (/[[,:]\s*-?(NaN|Infinity)\b/.test(text)) {
      throw new ModelKindUnsupported(
        'the model has numbers that JSON has not, such as NaN in splits by categories, which are not served: encode them as numbers and train without enable_categorical',
      );
    }
    throw new ModelFileBroken('the model', 'JSON', text, { cause: error });
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
