import { AwsError } from '../aws-error.ts';
import { type PlainObject, PropertyReader } from './read-properties.ts';

/** Reads the input of an operation; what it does not simulate is a `ValidationException`. */
export function readRequest(operation: string, input: PlainObject): PropertyReader {
  return new PropertyReader(operation, input, (message) => new AwsError('ValidationException', message));
}
