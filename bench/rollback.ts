import { keepScenarios } from '../test/scenarios/scenario.ts';
import { type BenchRow, printRows, row, rowWithPeer } from './bench-rows.ts';
import { type RollbackCause, rollbackCauses } from './rollback-causes.ts';
import { referencePeers } from './rollback-peers.ts';

/**
 * Measures rollbacks in the local runtime: the AWS calls that each cause takes, and the virtual seconds until traffic
 * is restored. Virtual time knows the periods of alarms, polls and schedules; the calls themselves take none of it.
 */
const MOST_CALLS = '<=4';

const started = performance.now();
const tell = (text: string) => console.error(`${((performance.now() - started) / 1000).toFixed(1)} s  ${text}`);

async function measured({ name, target, play }: RollbackCause): Promise<BenchRow[]> {
  tell(name);
  const { seconds, calls, secondsAfterDatapoint } = await play();
  tell(`  ${seconds} virtual seconds: ${calls.join(', ')}`);
  return [
    row(`sequential AWS calls to restore traffic, ${name}`, calls.length, MOST_CALLS),
    row(`virtual seconds to restored traffic, ${name}`, seconds, target),
    ...(secondsAfterDatapoint === undefined
      ? []
      : [row(`virtual seconds from the datapoint to restored traffic, ${name}`, secondsAfterDatapoint, '<=60')]),
  ];
}

/** The slowest way of ours beside each way of others. */
function againstPeers(rows: readonly BenchRow[]): BenchRow[] {
  const most = Math.max(...rows.filter(({ target }) => target === MOST_CALLS).map(({ ours }) => ours));
  return referencePeers.map(({ name, sequentialCalls }) =>
    rowWithPeer(
      `sequential calls to restore traffic, the most of all causes, against ${name} (reference, from its documentation)`,
      most,
      sequentialCalls,
      '<=1',
    ),
  );
}

tell('the runs that every measurement starts from');
await keepScenarios();
const rows: BenchRow[] = [];
for (const cause of rollbackCauses) rows.push(...(await measured(cause)));
printRows([...rows, ...againstPeers(rows)]);
process.exit(rows.every(({ met }) => met) ? 0 : 1);
