import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withoutGuard } from './guard-removal.ts';
import { guardNamed, guards } from './guards.ts';
import { invariantNames } from './invariants.ts';
import { playNamed } from './plays.ts';
import { removals } from './removals.ts';

const sourceOf = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

test.each(guards.map((guard) => [guard.name, guard] as const))("the guard '%s' stands once in its file", (_, guard) => {
  const source = sourceOf(guard.file);

  expect(withoutGuard(source, guard)).toBe(source.replace(guard.text, () => guard.without));
  expect(guard.without).not.toBe(guard.text);
});

test('a guard that has moved is named, with its file', () => {
  const [guard] = guards;
  if (guard === undefined) throw new Error('there should be a guard');

  expect(() => withoutGuard('nothing of the kind', guard)).toThrow(`'${guard.name}' should occur once`);
  expect(() => withoutGuard(guard.text.repeat(2), guard)).toThrow('got 2 times');
});

test('every guard is taken out in some removal, and each removal can be played', () => {
  expect(new Set(removals.flatMap((removal) => removal.guards))).toEqual(new Set(guards.map(({ name }) => name)));
  for (const { guards: names, plays, violates } of removals) {
    expect(names.map((name) => guardNamed(name).name)).toEqual(names);
    expect(plays.map((name) => playNamed(name).name)).toEqual(plays);
    expect(invariantNames).toContain(violates);
  }
});

test('the switch is nowhere in the product: no source knows of guards that can be removed', () => {
  for (const { file } of guards) expect(sourceOf(file)).not.toContain('guard-removal');
});
