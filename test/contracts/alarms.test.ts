import { inMemoryAlarms } from '../in-memory/in-memory-alarms.ts';
import { alarmsContract } from './alarms-contract.ts';
import { cloudWatch } from './cloudwatch-set-up.ts';

alarmsContract('alarms in memory', async () => {
  const alarms = inMemoryAlarms();
  return { alarms, existing: alarms.alarms };
});
alarmsContract('alarms of CloudWatch', cloudWatch);
