import { CHALLENGER_ALARM, PROBATION_ALARM } from '../in-memory/in-memory-release.ts';
import type { Scene } from './actor.ts';
import { announcer, consoleStop, deployment, driftReversal, idleness, later, reconciler } from './bystanders.ts';
import { ongoingCanary, releaseOf, rollback } from './executions.ts';
import type { Play } from './play.ts';
import type { SituationName } from './situations.ts';

const byHand = (name = 'by-hand') => rollback(name, () => ({ reason: 'it looks wrong' }));
const HOUR = 3600;
const NEW_CODE = 'bmV3IGNvZGU=';
/** Its record is missing: somebody made the order by hand. */
const UNREGISTERED = '9.9.9';
const NEWER_CODE = 'bmV3ZXIgY29kZQ==';

/** The alarm that names the challenger of the situation. */
const accusation = (name = 'accusation') =>
  rollback(name, (scene) => alarmRequest(scene, CHALLENGER_ALARM, scene.ongoing?.functionVersion ?? null));
/** An alarm on the whole alias. */
const aliasAlarm = (name = 'alias-alarm') => rollback(name, (scene) => alarmRequest(scene, PROBATION_ALARM, null));

function alarmRequest({ world }: Scene, name: string, accusedVersion: string | null) {
  return { cause: 'alarm', reason: `alarm ${name}`, alarm: { name, time: world.release.clock.now(), accusedVersion } };
}

/** The challenger of the situation answers badly, or whoever is champion. */
const failingChallenger = ({ world, ongoing }: Scene) => void world.failing.add(ongoing?.functionVersion ?? '');
const failingChampion = ({ world }: Scene) =>
  void world.failing.add(world.entries.at(-1)?.state.champion?.functionVersion ?? '');

/** A function version crashes whenever it is called. */
const crashing =
  (functionVersion: string) =>
  ({ world }: Scene) =>
    void world.release.answers.set(functionVersion, new Error('it crashes'));

interface Setting {
  readonly prepare?: Play['prepare'];
  /** @default 2 */
  readonly depth?: number;
}

function play(
  situation: SituationName,
  actors: Readonly<Record<string, Play['cast']>>,
  { prepare, depth = 2 }: Setting = {},
): Play[] {
  return Object.entries(actors).map(([name, cast]) => ({
    name: `${situation}: ${name}`,
    situation,
    cast,
    depth,
    ...(prepare && { prepare }),
  }));
}

/** One actor alone, whatever of its calls fail. */
export const solos: readonly Play[] = [
  ...play('idle', {
    'a release': () => [releaseOf('tuesday', '1.2.0')],
    'the reconciler': () => [reconciler()],
  }),
  ...play('idle', { 'a rollback, and whoever tells people': () => [byHand(), announcer()] }),
  ...play('idle', { 'a rollback by hand': () => [byHand()] }, { depth: 4 }),
  ...play(
    'idle',
    {
      'a candidate that nobody registered': () => [releaseOf('tuesday', UNREGISTERED)],
      'a deployment of code': () => [deployment('deploy', NEW_CODE)],
      'a release after a deployment': () => [deployment('deploy', NEW_CODE), releaseOf('tuesday', '1.2.0')],
    },
    { depth: 1 },
  ),
  ...play(
    'idle',
    { 'a challenger that cannot serve': () => [releaseOf('tuesday', '1.2.0')] },
    { depth: 1, prepare: crashing('3') },
  ),
  ...play(
    'idle',
    { 'a champion that cannot serve': () => [releaseOf('tuesday', '1.2.0')] },
    { depth: 1, prepare: crashing('2') },
  ),
  ...play('canary', {
    'the reconciler': () => [ongoingCanary(), reconciler()],
    'the alarm on the challenger': () => [accusation(), ongoingCanary()],
  }),
  ...play('canary', { 'its canary': () => [ongoingCanary()] }, { depth: 3 }),
  ...play('canary', { 'a canary that fails': () => [ongoingCanary()] }, { depth: 3, prepare: failingChallenger }),
  ...play('code canary', { 'its canary': () => [ongoingCanary()] }),
  ...play(
    'probation',
    { 'a rollback by hand': () => [byHand()], 'the alarm on the alias': () => [aliasAlarm()] },
    { depth: 3 },
  ),
  ...play(
    'probation',
    { 'the reconciler and a champion that fails': () => [reconciler()] },
    { prepare: failingChampion },
  ),
];

/** Two actors at once, in whatever order their calls come. */
export const duets: readonly Play[] = [
  ...play('idle', {
    'two releases': () => [releaseOf('tuesday', '1.2.0'), releaseOf('wednesday', '1.3.0')],
    'one schedule twice': () => [releaseOf('tuesday', '1.2.0'), releaseOf('tuesday-again', '1.2.0')],
    'a release and a rollback': () => [releaseOf('tuesday', '1.2.0'), byHand()],
    'a release and the reconciler': () => [releaseOf('tuesday', '1.2.0'), reconciler()],
    'a release and a stop in the console': () => [releaseOf('tuesday', '1.2.0'), consoleStop('tuesday')],
    // two seconds on, the release publishes
    'a release and a reverted drift': () => [releaseOf('tuesday', '1.2.0'), later(2, driftReversal())],
    'a release and an idle predecessor': () => [releaseOf('tuesday', '1.2.0'), idleness('1')],
    'two rollbacks': () => [byHand('one'), byHand('another')],
    'a rollback and the reconciler': () => [byHand(), reconciler()],
    'a deployment and a rollback': () => [deployment('deploy', NEW_CODE), byHand()],
    'two reconcilers': () => [reconciler('one'), reconciler('another')],
  }),
  ...play(
    'idle',
    {
      'a release and a deployment': () => [releaseOf('tuesday', '1.2.0'), deployment('deploy', NEW_CODE)],
      'two deployments': () => [deployment('one', NEW_CODE), deployment('another', NEWER_CODE)],
      'a deployment and the reconciler': () => [deployment('deploy', NEW_CODE), reconciler()],
    },
    { depth: 1 },
  ),
  ...play('canary', {
    'its canary and a rollback': () => [ongoingCanary(), byHand()],
    'its canary and the alarm': () => [ongoingCanary(), accusation()],
    'its canary and the reconciler': () => [ongoingCanary(), reconciler()],
    'its canary and a stop in the console': () => [ongoingCanary(), consoleStop('monday')],
    'its canary and another release': () => [ongoingCanary(), releaseOf('tuesday', '1.2.0')],
    'its canary and a deployment': () => [ongoingCanary(), deployment('deploy', NEW_CODE)],
    'its canary and a reverted drift': () => [ongoingCanary(), driftReversal()],
    'an alarm that comes twice': () => [accusation('one'), accusation('another'), ongoingCanary()],
    'the alarm and a rollback': () => [accusation(), byHand(), ongoingCanary()],
  }),
  ...play(
    'canary',
    {
      'a canary that fails, and the alarm': () => [ongoingCanary(), accusation()],
      'a canary that fails, and the reconciler': () => [ongoingCanary(), reconciler()],
    },
    { prepare: failingChallenger },
  ),
  ...play('code canary', {
    'its canary and a rollback': () => [ongoingCanary(), byHand()],
    'its canary and another release': () => [ongoingCanary(), releaseOf('tuesday', '1.2.0')],
  }),
  ...play(
    'canary',
    {
      'its canary is rolled back, and another release follows': () => [
        ongoingCanary(),
        byHand(),
        releaseOf('tuesday', '1.2.0'),
      ],
    },
    { depth: 1 },
  ),
  ...play(
    'code canary',
    { 'its canary and a newer deployment': () => [ongoingCanary(), deployment('deploy', NEWER_CODE)] },
    { depth: 1 },
  ),
  ...play('probation', {
    'the alarm and a rollback': () => [aliasAlarm(), byHand()],
    'an alarm that comes twice': () => [aliasAlarm('one'), aliasAlarm('another')],
    'a rollback and a release': () => [byHand(), releaseOf('tuesday', '1.2.0')],
    'a rollback and a deployment': () => [byHand(), deployment('deploy', NEW_CODE)],
  }),
  ...play(
    'probation',
    {
      'the reconciler, the alarm, and a champion that fails': () => [reconciler(), aliasAlarm()],
      'two reconcilers and a champion that fails': () => [reconciler('one'), reconciler('another')],
    },
    { prepare: failingChampion },
  ),
];

const flaps = Array.from({ length: 6 }, (_, flap) => `flap-${flap + 1}`);

/** Version 4 is the one after the situation's challenger. */
const failingSuccessor = ({ world }: Scene) => void world.failing.add('4');

/** What takes a longer story to come about. */
export const stories: readonly Play[] = play(
  'canary',
  {
    'a model that was published before': () => [
      byHand(),
      releaseOf('tuesday', '1.2.0'),
      later(HOUR, releaseOf('wednesday', '1.1.0')),
      ongoingCanary(),
    ],
  },
  { prepare: failingSuccessor },
);

/** Three and more at once, too many for every order. */
export const crowds: readonly Play[] = [
  ...play('idle', {
    'releases, a deployment, a rollback and the reconciler': () => [
      releaseOf('tuesday', '1.2.0'),
      releaseOf('wednesday', '1.3.0'),
      deployment('deploy', NEW_CODE),
      byHand(),
      reconciler(),
    ],
    'a release that is stopped while others want to begin': () => [
      releaseOf('tuesday', '1.2.0'),
      consoleStop('tuesday'),
      releaseOf('wednesday', '1.3.0'),
      reconciler(),
    ],
    'two deployments and a release': () => [
      deployment('one', NEW_CODE),
      deployment('another', NEWER_CODE),
      releaseOf('tuesday', '1.2.0'),
      announcer(),
    ],
  }),
  ...play('canary', {
    'everybody during a canary': () => [
      ongoingCanary(),
      releaseOf('tuesday', '1.2.0'),
      deployment('deploy', NEW_CODE),
      accusation(),
      reconciler(),
      announcer(),
    ],
    'a canary that is stopped, rolled back and reconciled': () => [
      ongoingCanary(),
      consoleStop('monday'),
      byHand(),
      reconciler('one'),
      reconciler('another'),
    ],
    'an alarm that flaps': () => [ongoingCanary(), ...flaps.map(accusation), reconciler()],
  }),
  ...play(
    'probation',
    {
      'everybody during a probation that fails': () => [
        aliasAlarm(),
        byHand(),
        reconciler(),
        releaseOf('tuesday', '1.2.0'),
        deployment('deploy', NEW_CODE),
      ],
      'an alarm that flaps': () => [...flaps.map(aliasAlarm), reconciler()],
    },
    { prepare: failingChampion },
  ),
];

/** A play by its name. Throws for a name that is none. */
export function playNamed(name: string): Play {
  const found = [...solos, ...duets, ...stories, ...crowds].find((one) => one.name === name);
  if (found) return found;
  throw new Error(`'${name}' should be the name of a play, such as '${solos[0]?.name}'`);
}
