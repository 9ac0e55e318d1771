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
  readonly positional?: readonly string[];
  readonly flags: readonly CliFlag[];
}

const reason: CliFlag = { flag: '--reason', value: 'TEXT', summary: 'why; stands in the ledger', required: true };
const optionalReason: CliFlag = { flag: '--reason', value: 'TEXT', summary: 'why; needed with --force' };
const modelVersion: CliFlag = { flag: '--version', value: 'V', summary: 'a registered model version, such as 1.4.0' };
const at: CliFlag = { flag: '--at', value: 'DATE', summary: 'a point in time, such as 2026-01-31T12:00Z' };
const sinceDays: CliFlag = {
  flag: '--since-days',
  value: 'N',
  summary: "outcomes of N days instead of the definition's window",
};
const useApi: CliFlag = { flag: '--use-api', summary: 'also collect from the HTTP source of the definition' };
const input: CliFlag = { flag: '--input', value: 'FILE', summary: 'outcomes as CSV' };
const output: CliFlag = { flag: '--output', value: 'FILE', summary: 'where to write' };

/** Flags that every verb has. */
export const commonFlags: readonly CliFlag[] = [
  { flag: '--model', value: 'NAME', summary: 'the model; may be left out where there is only one' },
  { flag: '--local', value: 'DIR', summary: 'a kept local run instead of AWS' },
  { flag: '--json', summary: 'print one JSON document on standard output and nothing else' },
];

/** Every verb of `ratchet`. */
export const cliVerbs = {
  demo: {
    summary: 'show the whole loop on real data on this machine',
    flags: [
      { flag: '--seed', value: 'N', summary: 'seed of everything random' },
      { flag: '--keep', value: 'DIR', summary: "keep the run's files" },
      { flag: '--speed', value: 'X', summary: 'slow the story down for reading along' },
    ],
  },
  status: {
    summary: 'what is live and what is going on',
    flags: [{ flag: '--follow', summary: 'go on until the execution ends' }],
  },
  list: { summary: 'all model versions and their roles', flags: [] },
  info: {
    summary: 'everything about one model version',
    flags: [modelVersion, { flag: '--download', value: 'FILE', summary: 'write the model artefact' }],
  },
  history: {
    summary: 'every decision, newest first',
    flags: [at, { flag: '--verify', summary: 'check the hash chain too' }],
  },
  explain: { summary: 'the numbers behind one decision', positional: ['execution'], flags: [] },
  diff: { summary: 'two model versions side by side', positional: ['one', 'other'], flags: [] },
  retrain: {
    summary: 'start a retrain',
    flags: [
      sinceDays,
      useApi,
      { flag: '--model-type', value: 'T', summary: "a trainer instead of the definition's" },
      { flag: '--no-auto-deploy', summary: 'stop after registration' },
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
  train: { summary: 'train a model from outcomes', flags: [input, output] },
  validate: { summary: 'compare two models on the same outcomes', flags: [input] },
  deploy: {
    summary: 'release a registered model version',
    flags: [{ ...modelVersion, required: true }, { flag: '--force', summary: 'against the verdict' }, optionalReason],
  },
  rollback: { summary: 'give all traffic to an earlier model version', flags: [modelVersion, at, reason] },
  pause: { summary: 'stop the schedules; starting by hand stays possible', flags: [reason] },
  resume: { summary: 'let the schedules run again', flags: [reason] },
  verify: { summary: 'check ledger, artefacts, signatures and alias', flags: [] },
  scrub: {
    summary: 'remove personal data from stored outcomes',
    flags: [{ flag: '--dry-run', summary: 'only count' }, reason],
  },
  advise: { summary: 'which schedule fits the volume and drift of the data', flags: [] },
} as const satisfies Readonly<Record<string, CliVerb>>;

export type CliVerbName = keyof typeof cliVerbs;
