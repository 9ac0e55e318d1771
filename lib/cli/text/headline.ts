import type { Clock } from '../../domain/ports/clock.ts';
import type { ModelConnection } from '../model-connection.ts';
import { momentText } from '../terminal/moments.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** What is shown, of what model, where, and when: the first line of most answers. */
export function headline({ paint }: Terminal, { modelName, platformName, place, clock }: Headed, what: string): string {
  const where = `platform ${platformName}, ${place}, ${momentText(clock.now())} UTC`;
  return `${paint('bold', `${modelName}: ${what}`)}\n${paint('dim', where)}\n`;
}

interface Headed extends Pick<ModelConnection, 'modelName' | 'platformName' | 'place'> {
  readonly clock: Pick<Clock, 'now'>;
}
