import type { Ledger } from '../../lib/domain/ledger/ledger.ts';
import type { LedgerEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import type { Clock } from '../../lib/domain/ports/clock.ts';
import type { Executions } from '../../lib/domain/ports/executions.ts';
import type { AliasState, LiveAlias } from '../../lib/domain/ports/live-alias.ts';
import type { ReleaseMetrics } from '../../lib/domain/ports/release-metrics.ts';
import type { Signer } from '../../lib/domain/ports/signer.ts';
import type { Execution } from '../../lib/domain/steps/execution.ts';
import { milliseconds } from '../../lib/domain/time.ts';
import { definitionWith } from '../domain/definition/definition-samples.ts';
import { MODEL } from '../domain/ledger/ledger-samples.ts';
import { gated } from '../in-memory/call-script.ts';
import { inMemoryEventBus } from '../in-memory/in-memory-event-bus.ts';
import { inMemoryNotifications } from '../in-memory/in-memory-notifications.ts';
import { FUNCTION, type InMemoryRelease, inMemoryReleaseOf } from '../in-memory/in-memory-release.ts';
import { inMemorySentNotices } from '../in-memory/in-memory-sent-notices.ts';
import { inMemorySigner } from '../in-memory/in-memory-signer.ts';
import type { Stage } from './call-scheduler.ts';

/** One step of five minutes, looked at once: as short as a canary can be without losing a transition. */
const definition = definitionWith({
  name: MODEL,
  canary: { steps: [{ weight: 0.5, bake: '10m' }], poll: '10m', maximumHold: '10m' },
  rollback: { probation: '15m' },
});

/** Every world has one key, so that a record that was signed in one is good in all. */
const signer = rememberingSigner(inMemorySigner());

/** An execution that was started and that no machine has taken up yet. */
interface StartedExecution {
  readonly execution: Execution;
  readonly input: unknown;
}

/** One model on AWS in memory, with what an observer from outside sees of it without a call. */
export interface ProofWorld {
  readonly release: InMemoryRelease;
  readonly notifications: ReturnType<typeof inMemoryNotifications>;
  readonly bus: ReturnType<typeof inMemoryEventBus>;
  readonly sent: ReturnType<typeof inMemorySentNotices>;
  /** The ledger's entries in their order. */
  readonly entries: LedgerEntry[];
  /** What the alias was before each of its writes. */
  readonly pastAliases: (AliasState | null)[];
  readonly started: StartedExecution[];
  /** Function versions whose answers are bad. */
  readonly failing: Set<string>;
  /** SHA-256 of each registered model by its model version. */
  readonly registered: Map<string, string>;
  /** Sequence of the newest entry that the stream has delivered for good. */
  announced: number;
}

export function proofWorld(): ProofWorld {
  return {
    release: inMemoryReleaseOf(definition, signer),
    notifications: inMemoryNotifications(),
    bus: inMemoryEventBus(),
    sent: inMemorySentNotices(),
    entries: [],
    pastAliases: [],
    started: [],
    failing: new Set(),
    registered: new Map(),
    announced: 0,
  };
}

export type ProofPorts = ReturnType<typeof portsOf>;

/** The ports of one actor: each call waits for its turn. Time passes in calls of `clock.sleep` and nowhere else. */
export function portsOf(world: ProofWorld, { gate, sleep }: Pick<Stage, 'gate' | 'sleep'>) {
  return {
    ...world.release.portsThrough(gate),
    clock: patientClock(world.release.clock, sleep),
    ledger: gated('ledger', observedLedger(world), gate),
    alias: gated('alias', observedAlias(world), gate),
    metrics: gated('metrics', traffic(world), gate),
    executions: gated('executions', startingExecutions(world), gate),
    notifications: gated('notifications', world.notifications, gate),
    bus: gated('bus', world.bus, gate),
    sent: gated('sent', world.sent, gate),
    // written after everything is done, and whatever comes of it nobody minds
    looks: { keep: async () => {} },
    // what everybody reads at the start of a step and nobody writes
    definition: async () => world.release.deployed.definition,
  };
}

export function liveAliasOf({ release: { lambda } }: ProofWorld): AliasState | null {
  return lambda.has(FUNCTION) ? lambda.find(FUNCTION).alias : null;
}

/** Whoever sleeps wakes up at their time, or later when others were slower. */
function patientClock(clock: InMemoryRelease['clock'], sleep: Stage['sleep']): Clock {
  const now = () => milliseconds(clock.now());
  return {
    now: clock.now,
    sleep: (seconds) => {
      const wakesAt = now() + seconds * 1000;
      return sleep(wakesAt, () => clock.advance(Math.max(0, wakesAt - now()) / 1000));
    },
  };
}

function observedLedger({ release: { ledger }, entries }: ProofWorld): Ledger {
  return {
    ...ledger,
    async append(entry) {
      await ledger.append(entry);
      // a repeated append of the same entry changes nothing
      if (entries[entry.sequence - 1]?.hash !== entry.hash) entries.push(entry);
    },
  };
}

function observedAlias(world: ProofWorld): LiveAlias {
  const { alias } = world.release;
  const observed =
    <Given extends unknown[], Answer>(write: (...given: Given) => Promise<Answer>) =>
    async (...given: Given) => {
      const before = liveAliasOf(world);
      const answer = await write(...given);
      world.pastAliases.push(before);
      return answer;
    };
  return { ...alias, move: observed(alias.move), create: observed(alias.create), delete: observed(alias.delete) };
}

/** Every version that is asked for had enough requests in every minute; those of a failing one were answered badly. */
function traffic({ failing }: ProofWorld): ReleaseMetrics {
  return {
    async readMinutes({ functionVersion, from, to }) {
      if (from >= to) return [];
      const badAnswers = failing.has(functionVersion) ? 200 : 0;
      const labels = { labelledAnswers: 0, wrongAnswers: 0 };
      return [{ minute: from, invocations: 400, errors: 0, answers: 400, badAnswers, slowAnswers: 0, ...labels }];
    },
  };
}

function startingExecutions({ release: { executions, clock }, started }: ProofWorld): Executions {
  return {
    ...executions,
    async start(stateMachineArn, name, input) {
      const before = executions.started.size;
      const arn = await executions.start(stateMachineArn, name, input);
      const isNew = executions.started.size > before;
      if (isNew) started.push({ execution: { arn, name, startedAt: clock.now() }, input });
      return arn;
    },
  };
}

/** A signature takes as long as ten other calls, and it is the same few records again and again. */
function rememberingSigner(signer: Signer): Signer {
  const verified = new Map<string, boolean>();
  return {
    ...signer,
    async verify(text, signature) {
      const key = `${signature} ${text}`;
      const known = verified.get(key) ?? (await signer.verify(text, signature));
      verified.set(key, known);
      return known;
    },
  };
}
