import { exchangeVariables } from '../../domain/training-engine/training-exchange.ts';
import { s3Script } from './s3-script.ts';

/**
 * What a container runs that trains by a module of the user's own: hands its export `train` the paths of both CSV files
 * and the layout, and writes the model that it gives back, as text, bytes or an object.
 */
export const moduleStarter = `${s3Script}
const {
  ${exchangeVariables.bucket}: bucket,
  ${exchangeVariables.train}: trainKey,
  ${exchangeVariables.validation}: validationKey,
  ${exchangeVariables.layout}: layoutKey,
  ${exchangeVariables.model}: modelKey,
} = process.env;

const { train } = await bundle();
if (typeof train !== 'function') throw new Error('the module should export a function train, got ' + typeof train);
const model = await train({
  train: fileOf('train.csv', await getObject(bucket, trainKey)),
  validation: fileOf('validation.csv', await getObject(bucket, validationKey)),
  layout: JSON.parse(await getObject(bucket, layoutKey)),
});
const isText = typeof model === 'string' || model instanceof Uint8Array;
await putObject(bucket, modelKey, Buffer.from(isText ? model : JSON.stringify(model)));
`.trim();
