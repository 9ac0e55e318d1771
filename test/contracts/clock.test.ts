import { systemClock } from '../../lib/aws/system-clock.ts';
import { fakeClock } from '../in-memory/fake-clock.ts';
import { clockContract } from './clock-contract.ts';

clockContract('a fake clock', fakeClock);
clockContract('the clock of the system', () => systemClock);
