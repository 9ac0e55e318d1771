import { expect, test } from 'vitest';
import { explore, Findings, wander } from './exploration.ts';
import { perform } from './play.ts';
import { crowds, duets, playNamed, solos, stories } from './plays.ts';
import { longProof, proofJobs } from './proof-plan.ts';
import { storyLines } from './story.ts';

/** The stories of what went wrong; empty when nothing did. */
function wrongs({ counterExamples }: Findings): string[] {
  return counterExamples.map((example) => storyLines(example).join('\n'));
}

const short = (name: string) => !name.includes('deployment') && !name.includes('releases');
/** From a release that begins to its end; the long proof plays them. */
const whole = ['idle: a release', 'idle: a challenger that cannot serve', 'idle: a champion that cannot serve'];

test.each(solos.map(({ name }) => name).filter((name) => short(name) && !whole.includes(name)))(
  '%s: no single fault breaks anything',
  async (name) => {
    const findings = new Findings();
    await explore(playNamed(name), { deviations: 1, faults: true, switches: false }, findings);

    expect(wrongs(findings)).toEqual([]);
    expect(findings.schedules.size).toBeGreaterThan(20);
  },
);

test.each(solos.map(({ name }) => name))('%s: the long proof plays every single fault', (play) => {
  const bounds = { deviations: 1, faults: true, switches: false };
  expect(proofJobs(longProof)).toContainEqual({ kind: 'explore', play, bounds });
});

test.each(duets.map(({ name }) => name).filter(short))('%s: no order of their calls breaks anything', async (name) => {
  const findings = new Findings();
  await explore(playNamed(name), { deviations: 1, faults: false, switches: true }, findings);

  expect(wrongs(findings)).toEqual([]);
  expect(findings.states.size).toBeGreaterThan(10);
});

test.each([...stories, ...crowds].map(({ name }) => name))(
  '%s: no random course of things breaks anything',
  async (name) => {
    const findings = new Findings();
    await wander(playNamed(name), 3, 1, findings);

    expect(wrongs(findings)).toEqual([]);
    expect(findings.schedules.size).toBe(3);
  },
);

test('the same seed walks the same way, and another seed another', async () => {
  const walked = async (seed: number) => {
    const findings = new Findings();
    await wander(playNamed('canary: everybody during a canary'), 2, seed, findings);
    return [...findings.schedules];
  };

  expect(await walked(1)).toEqual(await walked(1));
  expect(await walked(1)).not.toEqual(await walked(2));
});

test('what breaks is told as a story, up to where it broke', async () => {
  const play = playNamed('idle: a rollback by hand');
  const breaking = {
    ...play,
    // the console moves the alias to a version that no entry names
    cast: (scene: Parameters<typeof play.cast>[0]) => {
      scene.world.release.lambda.find('churn-predict').alias = null;
      return play.cast(scene);
    },
  };
  const { violations, turns } = await perform(breaking, () => ({ index: 0, fault: null }));
  const story = storyLines({ play: play.name, violations, turns });

  expect(violations[0]?.invariant).toBe('alias and ledger agree within one period');
  expect(story[0]).toBe('idle: a rollback by hand');
  expect(story[1]).toMatch(/^ {2}by-hand +alias\.read/);
  expect(story.at(-1)).toContain('=> alias and ledger agree within one period');
});
