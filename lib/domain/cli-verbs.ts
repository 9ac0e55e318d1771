/** One flag of a verb. */
export interface CliFlag {
  readonly flag: string;
  /** Placeholder of its value; absent for a switch. */
  readonly value?: string;
  readonly summary: string;
  readonly required?: true;
}

export interface CliVerb {
  readonly summary: string;
  /** Words without a flag, in their order: `[name]` may be left out, `<name>` may not. */
  readonly positional?: readonly (`[${string}]` | `<${string}>`)[];
  /** A flag of the name of a common one stands in its place. */
  readonly flags: readonly CliFlag[];
  /** Common flags that mean nothing to it. */
  readonly without?: readonly string[];
}

const optionalReason = {
  flag: '--reason',
  value: 'TEXT',
  summary: 'why; needed with --force',
} as const satisfies CliFlag;
const recordedReason = {
  flag: '--reason',
  value: 'TEXT',
  summary: 'why; stands in the ledger',
} as const satisfies CliFlag;
const reason = { ...recordedReason, required: true } as const satisfies CliFlag;
const modelVersion = {
  flag: '--version',
  value: 'V',
  summary: 'a registered model version, such as 1.4.0',
} as const satisfies CliFlag;
const requiredVersion = { ...modelVersion, required: true } as const satisfies CliFlag;
const at = {
  flag: '--at',
  value: 'DATE',
  summary: 'a time in UTC, such as 2026-01-31T12:00; a day or minute means its end',
} as const satisfies CliFlag;
const sinceDays = {
  flag: '--since-days',
  value: 'N',
  summary: "outcomes of N days instead of the definition's window",
} as const satisfies CliFlag;
const useApi = {
  flag: '--use-api',
  summary: 'also collect from the HTTP source of the definition',
} as const satisfies CliFlag;
const input = { flag: '--input', value: 'FILE', summary: 'outcomes as CSV' } as const satisfies CliFlag;

const follow = { flag: '--follow', summary: 'go on until the execution has ended' } as const satisfies CliFlag;

/** Flags that every verb has, unless it says otherwise. */
export const commonFlags = [
  { flag: '--model', value: 'NAME', summary: 'the model; may be left out where there is only one' },
  { flag: '--platform', value: 'NAME', summary: 'the platform, where two of them have a model of that name' },
  { flag: '--local', value: 'DIR', summary: 'a kept local run instead of AWS' },
  { flag: '--json', summary: 'print one JSON document on standard output and nothing else' },
] as const satisfies readonly CliFlag[];

/** Every verb of `ratchet`. */
export const cliVerbs = {
  demo: {
    summary: 'show the whole loop on real data on this machine',
    flags: [
      { flag: '--seed', value: 'N', summary: 'seed of everything random' },
      { flag: '--keep', value: 'DIR', summary: "keep the run's files" },
      { flag: '--speed', value: 'X', summary: 'at most X virtual minutes a second, for reading along' },
      { flag: '--model', value: 'FILE', summary: 'the JSON definition of a model of your own' },
      { flag: '--data', value: 'FILE', summary: 'its outcomes as CSV, in the order of their time' },
    ],
    without: ['--platform', '--local'],
  },
  status: {
    summary: 'what is live and what is going on',
    flags: [follow],
  },
  list: { summary: 'all model versions and their roles', flags: [] },
  info: {
    summary: 'everything about one model version',
    flags: [modelVersion, { flag: '--download', value: 'FILE', summary: 'write the model artefact' }],
  },
  history: {
    summary: 'every decision, newest first',
    flags: [
      at,
      { flag: '--verify', summary: 'check the hash chain too' },
      { flag: '--export', value: 'FILE', summary: 'write all evidence for an audit; - is standard output' },
    ],
  },
  explain: { summary: 'why an execution decided as it did', positional: ['[execution]'], flags: [] },
  diff: { summary: 'two model versions side by side', positional: ['<one>', '<other>'], flags: [] },
  retrain: {
    summary: 'start a retrain',
    flags: [
      sinceDays,
      useApi,
      { flag: '--model-type', value: 'T', summary: "a trainer instead of the definition's" },
      {
        flag: '--model-file',
        value: 'FILE',
        summary: 'take this model, which lies in the bucket, instead of training',
      },
      { flag: '--no-auto-deploy', summary: 'stop after registration' },
      follow,
    ],
  },
  collect: { summary: 'collect outcomes only', flags: [sinceDays, useApi] },
  export: {
    summary: 'write a snapshot of outcomes',
    flags: [
      { flag: '--csv', value: 'FILE', summary: 'as CSV' },
      { flag: '--head', value: 'N', summary: 'only the first N rows' },
    ],
  },
  train: {
    summary: 'train a model from a file of outcomes, on this machine',
    flags: [
      {
        flag: '--input',
        value: 'FILE',
        summary: 'outcomes as CSV, JSON lines (.jsonl, .ndjson) or Parquet',
        required: true,
      },
      { flag: '--output', value: 'FILE', summary: 'new file for the model', required: true },
      {
        flag: '--model',
        value: 'FILE',
        summary: 'the JSON definition; may be left out where the folder models has only one',
      },
      { flag: '--delimiter', value: 'C', summary: 'what stands between the cells of a CSV file, if no comma' },
    ],
    without: ['--platform', '--local'],
  },
  validate: { summary: 'compare two models on the same outcomes', flags: [input] },
  deploy: {
    summary: 'release a registered model version',
    flags: [requiredVersion, { flag: '--force', summary: 'against the verdict' }, optionalReason, follow],
  },
  rollback: { summary: 'give all traffic to an earlier model version', flags: [modelVersion, at, reason] },
  pause: { summary: 'let no schedule or alarm retrain; starting by hand stays possible', flags: [reason] },
  resume: { summary: 'let schedules and alarms retrain again', flags: [recordedReason] },
  verify: {
    summary: 'check ledger, artefacts, signatures and alias',
    flags: [
      { flag: '--data', summary: 'read all archived outcomes too' },
      { flag: '--file', value: 'FILE', summary: 'check exported evidence instead, without a network' },
      { flag: '--public-key', value: 'PEM', summary: 'trust this key instead of the one in the file' },
      { flag: '--artifacts', value: 'DIR', summary: 'a copy of the artefact bucket, for the file' },
    ],
  },
  scrub: {
    summary: 'remove personal data from stored outcomes',
    flags: [{ flag: '--dry-run', summary: 'only count' }, reason],
  },
  advise: { summary: 'which schedule fits the volume and drift of the data', flags: [] },
} as const satisfies Readonly<Record<string, CliVerb>>;

export type CliVerbName = keyof typeof cliVerbs;

type Flags<Name extends CliVerbName> = (typeof cliVerbs)[Name]['flags'][number];

type Bare<Word> = Word extends `[${infer Name}]` | `<${infer Name}>` ? Name : never;
type Positional<Name extends CliVerbName> = (typeof cliVerbs)[Name] extends {
  readonly positional: readonly (infer Word)[];
}
  ? Bare<Word>
  : never;

/** Names of a verb's own flags, such as `--reason`, and of its words without a flag, such as `execution`. */
export type CliFlagName<Name extends CliVerbName> = Flags<Name>['flag'] | Positional<Name>;

/** Names of the common flags. */
export type CommonFlagName = (typeof commonFlags)[number]['flag'];

/** All flags of a verb: its own, and those common ones that apply to it. */
export function flagsOf({ flags, without = [] }: CliVerb): CliFlag[] {
  const own = flags.map(({ flag }) => flag);
  return [...flags, ...commonFlags.filter(({ flag }) => !without.includes(flag) && !own.includes(flag))];
}
