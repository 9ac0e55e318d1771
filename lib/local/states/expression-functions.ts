import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import { type SeededRandom, seededRandom, seededUuid } from '../seeded-random.ts';

/** What JSONata brings along and Step Functions keeps. */
const JSONATA_FUNCTIONS = [
  'abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl',
  'decodeUrlComponent distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger',
  'formatNumber fromMillis join keys length lookup lowercase map match max merge millis min not now number pad',
  'parseInteger power random reduce replace reverse round sift single sort split spread sqrt string substring',
  'substringAfter substringBefore sum toMillis trim type uppercase zip',
];

/** What Step Functions adds, except what needs the time or chance. */
const ADDED_FUNCTIONS: readonly { name: string; signature: string; run(...given: never[]): unknown }[] = [
  { name: 'partition', signature: '<an:a<a>>', run: partition },
  { name: 'range', signature: '<nnn?:x>', run: range },
  { name: 'hash', signature: '<ss?:s>', run: hash },
  { name: 'parse', signature: '<s:x>', run: parse },
];

/** Names that `$name(...)` may call, and that no variable may have. */
export const knownFunctions: ReadonlySet<string> = new Set([
  ...JSONATA_FUNCTIONS.join(' ').split(' '),
  ...ADDED_FUNCTIONS.map(({ name }) => name),
  'uuid',
]);

const HASH_NAMES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** More elements exceed the memory that Step Functions gives an expression. */
const MAX_RANGE = 360_145;

export function registerFunctions(expression: jsonata.Expression): void {
  for (const { name, run, signature } of ADDED_FUNCTIONS) {
    expression.registerFunction(name, (...given) => run(...(given as never[])), signature);
  }
}

/** Functions whose answer depends on the execution: its clock and its generator. */
export type ExecutionFunctions = Readonly<Record<'now' | 'millis' | 'random' | 'uuid', (...given: never[]) => unknown>>;

const formatTime = jsonata('$fromMillis($time, $picture, $zone)');

export function executionFunctions(now: () => number, random: SeededRandom): ExecutionFunctions {
  return {
    now: (picture?: string, zone?: string) => formatTime.evaluate(undefined, { time: now(), picture, zone }),
    millis: now,
    random: (seed?: number) => (seed === undefined ? random.next() : seededRandom(`$random(${whole(seed)})`).next()),
    uuid: () => seededUuid(random),
  };
}

/** Rounds towards zero; whatever is no number is refused. */
function whole(value: unknown): number {
  if (typeof value !== 'number') throw new Error(`a number was expected, got ${JSON.stringify(value)}`);
  return Math.trunc(value);
}

function partition(items: readonly unknown[] | undefined, size: number): unknown[][] | undefined {
  const length = whole(size);
  if (items === undefined || items.length === 0 || length <= 0) return undefined;
  const count = Math.ceil(items.length / length);
  return Array.from({ length: count }, (_, index) => items.slice(index * length, (index + 1) * length));
}

function range(first: number | undefined, last: number, step: number | undefined): number[] | number | undefined {
  if (first === undefined || step === undefined) return undefined;
  const [start, by] = [whole(first), whole(step)];
  const length = by === 0 ? 0 : Math.floor((whole(last) - start) / by) + 1;
  if (length > MAX_RANGE) throw new Error('Expression evaluation memory limit exceeded');
  if (length <= 0) return undefined;
  return length === 1 ? start : Array.from({ length }, (_, index) => start + index * by);
}

function hash(text: string | undefined, algorithm: string | undefined): string | undefined {
  if (text === undefined || algorithm === undefined) return undefined;
  const name = HASH_NAMES[algorithm];
  if (name === undefined) {
    throw new Error(`the algorithm should be one of ${Object.keys(HASH_NAMES).join(', ')}, got ${algorithm}`);
  }
  return createHash(name).update(text).digest('hex');
}

function parse(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
