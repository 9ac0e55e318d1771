import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemClock } from '../../aws/system-clock.ts';
import { Refused } from '../cli-errors.ts';
import { fileExists } from '../new-file.ts';
import { trainingText } from '../text/training-text.ts';
import { readDefinitionFile } from '../train/definition-file.ts';
import { outcomeReader } from '../train/read-outcomes.ts';
import { type TrainedFile, trainFile } from '../train/train-file.ts';
import type { Verb } from '../verb.ts';

/** Trains on this machine what a definition says, on a file of outcomes, and writes the best model. */
export const train: Verb<'train'> = (flags) => {
  const [input, output] = [flags.text('--input') ?? '', flags.text('--output') ?? ''];
  const read = outcomeReader(input);
  const { file: source, definition } = readDefinitionFile(flags.text('--model'));
  requireNewFile(output);
  return {
    offline: async (progress) => {
      const delimiter = flags.text('--delimiter') ?? ',';
      const given = { file: input, definition, delimiter, output, read };
      const trained = await trainFile({ ...given, clock: systemClock, progress });
      const shown = { model: definition.name, input, source };
      return {
        json: { ...shown, ...trainingJson(trained) },
        text: (terminal) => trainingText(terminal, { ...trained, ...shown }),
      };
    },
  };
};

/** Known before anything is trained, which may take a while. */
function requireNewFile(output: string): void {
  if (existsSync(output)) throw fileExists('--output', output);
  const folder = dirname(output);
  if (!existsSync(folder))
    throw new Refused(`--output should be in a folder that is there, got '${output}': make '${folder}' first`);
}

function trainingJson({ candidates, best, kind, ...trained }: TrainedFile) {
  return { ...trained, kind, trainers: candidates, best: candidates.indexOf(best) };
}
