import type { LedgerState } from '../../lib/domain/ledger/ledger-state.ts';
import { sameTarget } from '../../lib/domain/ports/live-alias.ts';
import type { Actor, Scene } from './actor.ts';
import { announcer } from './bystanders.ts';
import { rollback } from './executions.ts';
import { liveAliasOf } from './proof-world.ts';

/** GetAlias, Query, PutItem, UpdateAlias. */
const MOST_CALLS = 4;

type Enter = (actor: Actor) => void;

/** Faults have ended: one period later everything has to be right again, without anybody's help. */
export async function recover(
  scene: Scene,
  enter: Enter,
  nextPeriod: () => void,
  run: () => Promise<unknown>,
): Promise<void> {
  const { world, observer } = scene;
  nextPeriod();
  await run();
  agree(scene);
  expectNobodyRuns(scene);
  enter(announcer());
  await run();
  const told = new Set(world.notifications.sent.map(({ attributes }) => attributes.sequence));
  const untold = world.entries.find(
    ({ notice, sequence }) => notice && isNew(scene, sequence) && !told.has(`${sequence}`),
  );
  if (untold) observer.found('every decision is told', `entry ${untold.sequence} '${untold.event.type}'`);
  await giveBack(scene, enter, run);
}

function isNew({ observer }: Scene, sequence: number): boolean {
  return sequence > observer.firstEntries;
}

function agree({ world, observer }: Scene): void {
  const { routing, lease } = stateOf(world.entries);
  const alias = liveAliasOf(world);
  if (!alias || !routing || !sameTarget(alias, routing)) {
    observer.found(
      'alias and ledger agree within one period',
      `the alias shows ${alias?.description}, the ledger wants ${routing?.movedAt}`,
    );
  }
  if (lease) observer.found('the lease is free in the end', `${lease.execution} still has it`);
}

function expectNobodyRuns({ world, observer }: Scene): void {
  for (const [arn, { status }] of world.release.executions.started) {
    if (status === 'RUNNING') observer.found('every execution ends', `${arn} is ${status}`);
  }
}

/** From wherever everything came to rest, one command has to bring a stable predecessor back. */
async function giveBack(scene: Scene, enter: Enter, run: () => Promise<unknown>): Promise<void> {
  const { world, observer } = scene;
  const target = stateOf(world.entries).previousChampions.find(({ servability }) => servability?.servable);
  if (!target) return;
  // whoever asks within the millisecond of a rollback is told that it is done
  world.release.clock.advance(1);
  const before = observer.calls;
  enter(rollback('one-command', () => ({ reason: 'the proof wants it' })));
  await run();
  const calls = observer.calls - before;
  const alias = liveAliasOf(world);
  if (alias?.functionVersion === target.functionVersion && alias.canary === null && calls <= MOST_CALLS) return;
  observer.found('one command gives the traffic back', `${calls} calls led to ${alias?.functionVersion}`);
}

function stateOf(entries: Scene['world']['entries']): LedgerState {
  const newest = entries.at(-1);
  if (newest === undefined) throw new Error('every situation has a ledger, got none');
  return newest.state;
}
