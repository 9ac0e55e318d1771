import type { InvariantName } from './invariants.ts';

/** Guards that are taken out together, and where somebody notices. */
export interface Removal {
  readonly guards: readonly string[];
  /** Names of plays that are looked through. */
  readonly plays: readonly string[];
  readonly violates: InvariantName;
  /** Only calls of these actors are made to fail or to wait, where everybody's would take long. */
  readonly actors?: readonly string[];
  /** False where the order of the calls alone shows it. @default true */
  readonly faults?: boolean;
}

export const removals: readonly Removal[] = [
  {
    guards: ['conditional write'],
    plays: ['idle: two rollbacks', 'canary: its canary and a rollback'],
    violates: 'the ledger only grows',
    faults: false,
  },
  {
    guards: ['revision of the alias'],
    plays: ['idle: two rollbacks', 'canary: its canary and a rollback'],
    violates: 'no older decision overwrites a newer one',
  },
  {
    guards: ['alias read before the head'],
    plays: ['idle: a rollback and the reconciler', 'canary: its canary and the reconciler'],
    faults: false,
    violates: 'no older decision overwrites a newer one',
  },
  {
    guards: ['intent before the alias'],
    plays: ['idle: a rollback by hand'],
    violates: 'no traffic moves without an entry',
  },
  {
    guards: ['fence after a refused write'],
    plays: ['canary: its canary and a rollback', 'idle: two rollbacks'],
    violates: 'no older decision overwrites a newer one',
    faults: false,
  },
  {
    guards: ['read-back'],
    plays: ['canary: its canary and a rollback', 'idle: two rollbacks', 'idle: a rollback and the reconciler'],
    faults: false,
    violates: 'no step answers what is not so',
  },
  {
    guards: ['lease of the execution', 'stand-down'],
    plays: ['canary: its canary is rolled back, and another release follows'],
    actors: ['monday'],
    violates: 'only the holder of the lease releases',
  },
  {
    guards: ['only its own release is given back'],
    plays: ['canary: its canary is rolled back, and another release follows'],
    actors: ['monday'],
    violates: 'only the holder of the lease releases',
  },
  {
    guards: ['one lease at a time, in the ledger', 'one lease at a time, before it is asked for'],
    plays: ['canary: its canary and another release'],
    violates: 'a lease is taken from nobody who runs',
  },
  {
    guards: ['one lease at a time, in the ledger'],
    plays: ['idle: two releases'],
    faults: false,
    violates: 'a lease is taken from nobody who runs',
  },
  {
    guards: ['only the lease of an ended execution is ended'],
    plays: ['canary: its canary and the reconciler', 'canary: its canary and another release'],
    violates: 'a lease is taken from nobody who runs',
  },
  {
    guards: ['an abandoned lease is ended'],
    plays: ['canary: its canary and a stop in the console'],
    violates: 'the lease is free in the end',
  },
  {
    guards: ['the alias is put back'],
    plays: ['idle: a rollback by hand'],
    violates: 'alias and ledger agree within one period',
  },
  {
    guards: ['compared with the champion of now'],
    plays: ['idle: a release and a rollback'],
    faults: false,
    violates: 'no promotion without its evidence',
  },
  {
    guards: ['a lost lease stays lost'],
    plays: ['idle: a release and a rollback'],
    actors: ['tuesday'],
    violates: 'no decision is made twice',
  },
  {
    guards: ['look-up before publishing'],
    plays: ['canary: a model that was published before'],
    actors: ['nobody'],
    violates: 'nothing is published twice',
  },
  {
    guards: [
      'revision of the function',
      'published with its pin',
      'a challenger that does not answer ends its release',
      'no traffic without a smoke test',
    ],
    plays: ['idle: a release and a reverted drift'],
    faults: false,
    violates: 'only registered and proven models have traffic',
  },
  {
    guards: ['a challenger that does not answer ends its release', 'no traffic without a smoke test'],
    plays: ['idle: a challenger that cannot serve'],
    violates: 'only registered and proven models have traffic',
  },
  {
    guards: ['registered and signed before it is published'],
    plays: ['idle: a candidate that nobody registered'],
    violates: 'only registered and proven models have traffic',
  },
  {
    guards: ['code and model apart, before the lease', 'code and model apart, in the ledger'],
    plays: ['idle: a release after a deployment'],
    violates: 'every state is legal',
  },
  {
    guards: ['a repeated rollback finds the first'],
    plays: ['probation: a rollback by hand'],
    violates: 'no decision is made twice',
  },
  {
    guards: ['told before it is noted as told'],
    plays: ['idle: a rollback, and whoever tells people'],
    violates: 'every decision is told',
  },
  {
    guards: ['what was not told comes again'],
    plays: ['idle: a rollback, and whoever tells people'],
    violates: 'every decision is told',
  },
];
