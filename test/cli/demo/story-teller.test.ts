import { stripVTControlCharacters as plain } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { StoryTeller } from '../../../lib/cli/demo/story-teller.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  checked,
  FIRST,
  inTurn,
  ledgerOf,
  promoted,
  published,
  rolledBack,
} from '../../domain/ledger/ledger-samples.ts';
import { at } from './demo-samples.ts';
import { looks, shownOn } from './shown.ts';

const LONG = 'The late file has left the window, and everything that comes now is as it should be. '.repeat(3);
const CLEAR = '\r\u001B[2K';
const whole = [bootstrapped(), ...canaryOf(FIRST, BASELINE), promoted(), rolledBack('alarm', { reason: LONG.trim() })];

function teller({ columns = 80, isTTY = false, onlyProgress = false } = {}) {
  const { terminal, stream, written } = shownOn(columns, isTTY);
  return { teller: new StoryTeller(terminal, stream, { onlyProgress }), written };
}

function tell(to: StoryTeller, events: readonly LedgerEvent[] = whole): void {
  to.onAct(at(0), 'A model is deployed', LONG);
  for (const entry of ledgerOf(inTurn(events))) to.onEntry(entry);
}

/** What a terminal would show in the end: no line that was replaced. */
const shown = (written: string) => plain(written.replaceAll(/[^\n]*\r/g, ''));

function told(events: readonly LedgerEvent[], look: Parameters<typeof teller>[0] = {}): string[] {
  const { teller: to, written } = teller(look);
  tell(to, events);
  return shown(written()).trimEnd().split('\n');
}

describe('a story', () => {
  test('has a title and a paragraph an act, and a line a decision, each with its virtual time', () => {
    const [blank, title, ...lines] = told([bootstrapped(), ...canaryOf(FIRST, BASELINE), promoted()]);

    expect(blank).toBe('');
    expect(title).toBe('00:00  A model is deployed');
    expect(lines[0]).toMatch(/^ {7}The late file has left/);
    expect(lines.slice(-3)).toEqual([
      '00:00  ● deployed     it was time',
      '00:05  ↗ canary       1.0.0 gets 10 % of the traffic, 0.0.0 keeps the rest',
      '00:06  ★ promoted     1.0.0 gets all traffic: it was time',
    ]);
  });

  test('has a gap between what was done and its text, however long the first is', () => {
    const broken = checked('smoke-test', FIRST, { servable: false, detail: 'timed out' });

    expect(told([bootstrapped(), acquired(FIRST, BASELINE), published(FIRST), broken]).at(-1)).toBe(
      '00:03  ! cannot serve function version 2: timed out',
    );
  });

  test('goes on under itself where a decision takes several lines', () => {
    const lines = told(whole);
    const start = lines.findIndex((line) => line.includes('rolled back'));

    expect(lines.length).toBeGreaterThan(start + 3);
    expect(lines[start]?.indexOf('1.0.0')).toBe(22);
    for (const line of lines.slice(start + 1)) expect(line).toMatch(/^ {22}\S/);
  });

  test.each(looks)('stays within %i columns (colours: %s)', (columns, isTTY) => {
    for (const line of told(whole, { columns, isTTY })) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  test.each([80, 140])('is the same in colours as without them, at %i columns', (columns) => {
    const { teller: to, written } = teller({ columns, isTTY: true });
    tell(to);

    expect(written()).toContain('\u001B[1m');
    expect(shown(written()).trimEnd().split('\n')).toEqual(told(whole, { columns }));
  });

  test('has neither colours nor control characters where nobody looks', () => {
    const { teller: to, written } = teller();
    tell(to);
    to.onMinute(at(1), 5);

    expect(written()).toBe(plain(written()));
    expect(written()).not.toContain('\r');
  });
});

describe('progress', () => {
  test('is a line that the next one replaces, for whoever looks', () => {
    const { teller: to, written } = teller({ isTTY: true });
    to.onMinute(at(61), 5);
    to.onMinute(at(62), 7);

    expect(plain(written().split(CLEAR)[1] ?? '')).toBe('01:01  5 requests so far');
    expect(shown(written())).toBe('01:02  7 requests so far');
  });

  test('makes way for the story', () => {
    const { teller: to, written } = teller({ isTTY: true });
    to.progress('deploying the stacks');
    to.say('deployed');

    expect(shown(written())).toBe('deployed\n');
  });

  test('is never written where nobody looks', () => {
    const { teller: to, written } = teller();
    to.progress('deploying the stacks');
    to.onMinute(at(1), 5);

    expect(written()).toBe('');
  });
});

describe('with nothing but progress', () => {
  test('the story is not told, and its progress is', () => {
    const { teller: to, written } = teller({ isTTY: true, onlyProgress: true });
    tell(to);
    to.say('deployed');
    expect(shown(written())).toBe('');

    to.onMinute(at(1), 5);
    expect(shown(written())).toBe('00:01  5 requests so far');
    expect(written()).not.toContain('\n');
  });

  test('nothing at all is written where nobody looks', () => {
    const { teller: to, written } = teller({ onlyProgress: true });
    tell(to);
    to.onMinute(at(1), 5);

    expect(written()).toBe('');
  });
});
