import type { JsonValue } from '../../lib/domain/canonical-json.ts';
import { FunctionMissing } from '../../lib/domain/ports/adapter-errors.ts';
import type { Clock } from '../../lib/domain/ports/clock.ts';
import type { FunctionConfiguration } from '../../lib/domain/ports/function-versions.ts';
import type { AliasState } from '../../lib/domain/ports/live-alias.ts';
import { secondsAfter, type Timestamp } from '../../lib/domain/time.ts';

/** How a function answers an invocation; what it throws is an unhandled error. */
type Answer = (configuration: FunctionConfiguration, payload: JsonValue) => JsonValue;

/** A version, or `$LATEST`, and the change of its state that is under way. */
export interface VersionRecord {
  configuration: FunctionConfiguration;
  /** When it will be done with what it is busy with; null when it is ready. */
  readyAt: Timestamp | null;
}

export interface FunctionRecord {
  readonly latest: VersionRecord;
  /** By number, oldest first. */
  readonly versions: Map<string, VersionRecord>;
  /** Newest number ever given; deleted versions keep theirs. */
  newest: number;
  alias: AliasState | null;
  answer: Answer;
}

/** What `cdk deploy` decides about a function. */
type Deployment = Pick<FunctionConfiguration, 'codeSha256' | 'roleArn' | 'environment' | 'properties'>;

/** The functions of an account, for the adapters of both ports to share. */
export interface InMemoryLambda {
  readonly clock: Clock;
  /** How long an update of `$LATEST`, or the start of a version, takes. */
  readonly busySeconds: number;
  has(functionName: string): boolean;
  /** Throws `FunctionMissing`. */
  find(functionName: string): FunctionRecord;
  nextRevision(): string;
  /** Creates a function or changes it, as a deployment does: done at once, with a new revision id. */
  deploy(functionName: string, change: Partial<Deployment>, answer?: Answer): void;
  /** What long idleness does: the next invocation of the version fails. */
  deactivate(functionName: string, functionVersion: string): void;
}

/** Properties as Lambda describes a function that was created with little more than memory and timeout. */
export const sampleProperties = {
  architectures: ['arm64'],
  deadLetterTarget: null,
  encryptionKey: null,
  ephemeralStorage: 512,
  fileSystems: [],
  handler: 'index.handler',
  image: null,
  layers: [],
  logging: { format: 'JSON', applicationLevel: 'INFO', systemLevel: 'WARN' },
  memorySize: 512,
  packageType: 'Zip',
  runtime: 'nodejs24.x',
  runtimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:0123456789abcdef',
  securityGroups: [],
  subnets: [],
  timeoutSeconds: 5,
  tracingMode: 'Active',
} as const satisfies Record<string, JsonValue>;

const newFunction: Deployment & Omit<FunctionConfiguration, keyof Deployment | 'functionArn' | 'revisionId'> = {
  functionVersion: '$LATEST',
  codeSha256: 'b2xkIGNvZGU=',
  roleArn: 'arn:aws:iam::123456789012:role/predict',
  environment: {},
  description: '',
  state: 'Active',
  lastUpdateStatus: 'Successful',
  properties: sampleProperties,
};

export function inMemoryLambda(clock: Clock, busySeconds = 2): InMemoryLambda {
  const functions = new Map<string, FunctionRecord>();
  let revisions = 0;
  const nextRevision = () => {
    revisions += 1;
    return `revision-${revisions}`;
  };

  /** The end of an update is a write of its own: the revision id that the update returned is stale by then. */
  const settle = (version: VersionRecord) => {
    if (version.readyAt === null || clock.now() < version.readyAt) return;
    version.readyAt = null;
    const done = { state: 'Active', lastUpdateStatus: 'Successful', revisionId: nextRevision() } as const;
    version.configuration = { ...version.configuration, ...done };
  };

  return {
    clock,
    busySeconds,
    nextRevision,
    has: (functionName) => functions.has(functionName),
    find(functionName) {
      const found = functions.get(functionName);
      if (found === undefined) throw new FunctionMissing(`${functionName} does not exist`);
      [found.latest, ...found.versions.values()].forEach(settle);
      return found;
    },
    deploy(functionName, change, answer) {
      const functionArn = `arn:aws:lambda:eu-west-1:123456789012:function:${functionName}`;
      const found = functions.get(functionName);
      const before = found?.latest.configuration ?? { ...newFunction, functionArn };
      const done = { lastUpdateStatus: 'Successful', revisionId: nextRevision() } as const;
      const latest = { configuration: { ...before, ...change, ...done }, readyAt: null };
      functions.set(functionName, {
        latest,
        versions: found?.versions ?? new Map(),
        newest: found?.newest ?? 0,
        alias: found?.alias ?? null,
        answer: answer ?? found?.answer ?? (({ functionVersion }) => ({ answeredBy: functionVersion })),
      });
    },
    deactivate(functionName, functionVersion) {
      const version = functions.get(functionName)?.versions.get(functionVersion);
      if (version) version.configuration = { ...version.configuration, state: 'Inactive' };
    },
  };
}

/** When something that begins now is done. */
export function doneAt({ clock, busySeconds }: InMemoryLambda): Timestamp {
  return secondsAfter(clock.now(), busySeconds);
}
