import { describe, expect, test } from 'vitest';
import type { Alarms } from '../../lib/domain/ports/release-metrics.ts';
import type { InMemoryAlarm } from '../in-memory/in-memory-alarms.ts';

export interface AlarmsSetUp {
  readonly alarms: Alarms;
  /** The alarms that exist. */
  readonly existing: Map<string, InMemoryAlarm>;
}

/** What every view of alarms promises. */
export function alarmsContract(name: string, setUp: () => Promise<AlarmsSetUp>): void {
  describe(name, () => {
    test('each alarm has its state, composite ones too', async () => {
      const { alarms, existing } = await setUp();
      existing.set('errors', { state: 'ALARM' });
      existing.set('duration', { state: 'OK' });
      existing.set('throttles', { state: 'INSUFFICIENT_DATA' });
      existing.set('page', { state: 'ALARM', composite: true });

      const states = await alarms.readStates(['errors', 'duration', 'throttles', 'page']);

      expect(states).toEqual({ errors: 'ALARM', duration: 'OK', throttles: 'INSUFFICIENT_DATA', page: 'ALARM' });
    });

    test('one that does not exist is left out, one that was not asked for as well', async () => {
      const { alarms, existing } = await setUp();
      existing.set('errors', { state: 'ALARM' });
      existing.set('duration', { state: 'OK' });

      expect(await alarms.readStates(['errors', 'no-such-alarm'])).toEqual({ errors: 'ALARM' });
    });

    test('asking for none is answered with none', async () => {
      const { alarms, existing } = await setUp();
      existing.set('errors', { state: 'ALARM' });

      expect(await alarms.readStates([])).toEqual({});
    });

    test('many alarms can be asked for at once', async () => {
      const { alarms, existing } = await setUp();
      const names = Array.from({ length: 103 }, (_, index) => `alarm-${index}`);
      for (const one of names) existing.set(one, { state: 'OK' });

      expect(Object.keys(await alarms.readStates(names)).sort()).toEqual(names.toSorted());
    });

    test('every accused version is named', async () => {
      const { alarms, existing } = await setUp();
      existing.set('errors-by-version', { state: 'ALARM', accused: ['7', '8', '9'] });

      expect(await alarms.readAccusedVersions('errors-by-version')).toEqual(['7', '8', '9']);
    });

    test('an alarm may accuse nobody', async () => {
      const { alarms, existing } = await setUp();
      existing.set('errors-by-version', { state: 'OK' });

      expect(await alarms.readAccusedVersions('errors-by-version')).toEqual([]);
    });

    test('an alarm that does not exist is not taken for one that accuses nobody', async () => {
      const { alarms } = await setUp();

      await expect(alarms.readAccusedVersions('no-such-alarm')).rejects.toThrow();
    });
  });
}
