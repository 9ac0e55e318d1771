import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelDefinitionFile } from '../../domain/definition/model-definition.ts';
import type { CliIo } from '../cli-io.ts';
import type { DemoFlags } from '../demo-flags.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Terminal, terminalOf } from '../terminal/terminal.ts';
import { closingReport } from './closing-report.ts';
import { type DemoModel, folderToKeep, readDemoModel, type SampleFiles } from './demo-files.ts';
import { demoResult } from './demo-record.ts';
import type { DemoResult } from './demo-result.ts';
import { DemoRun } from './demo-run.ts';
import { DemoStory } from './demo-story.ts';
import { openingText } from './opening-text.ts';
import { atReadingPace } from './reading-pace.ts';
import { StoryTeller } from './story-teller.ts';

/** What the demo needs that does not belong to the command line. */
export interface DemoSurroundings {
  /** Synthesizes the stacks of a model into a folder, with the bundles that belong to them. */
  readonly synthesize: (definition: ModelDefinitionFile, folder: string) => Promise<void>;
  /** The model that is shown unless another one is named. */
  readonly sample: SampleFiles;
}

/** A Monday, ten minutes before the first retrain. */
const FIRST_MOMENT = '2026-03-02T06:50:00.000Z';

/** Shows the life of a model. Returns the exit code; throws what is wrong with the flags or the files that they name. */
export async function runDemo(flags: DemoFlags, io: CliIo, surroundings: DemoSurroundings): Promise<number> {
  const begun = performance.now();
  const folder = folderToKeep(flags.keep);
  const { model: definition, data } = flags;
  const model = readDemoModel(definition === null || data === null ? surroundings.sample : { model: definition, data });
  const { terminal, teller } = tellerFor(flags, io);
  teller.say(openingText(terminal, model));
  const result = await withAssembly(async (assembly) => {
    teller.progress('bundling the Lambda code and synthesizing the stacks');
    await surroundings.synthesize(model.file, assembly);
    teller.progress('deploying the stacks');
    return play({ model, flags, assembly, folder, teller, begun });
  }).finally(() => teller.progress(''));
  writeFileSync(join(folder, 'demo.json'), `${JSON.stringify(result, null, 2)}\n`);
  if (flags.json) io.stdout.write(`${JSON.stringify(result)}\n`);
  else teller.say(`\n${closingReport(terminal, result, folder)}`);
  return exitCodes.done;
}

/** With `--json` nobody hears the story, but whoever looks sees that it goes on. */
function tellerFor({ json }: DemoFlags, { stdout, stderr, environment }: CliIo) {
  const stream = json ? stderr : stdout;
  const terminal: Terminal = terminalOf(stream, environment);
  return { terminal, teller: new StoryTeller(terminal, stream, { onlyProgress: json }) };
}

async function withAssembly(work: (folder: string) => Promise<DemoResult>): Promise<DemoResult> {
  const folder = mkdtempSync(join(tmpdir(), 'ratchet-assembly-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Play {
  readonly model: DemoModel;
  readonly flags: DemoFlags;
  readonly assembly: string;
  readonly folder: string;
  readonly teller: StoryTeller;
  /** Real milliseconds. */
  readonly begun: number;
}

async function play({ model, flags, assembly, folder, teller, begun }: Play): Promise<DemoResult> {
  const { seed, speed } = flags;
  const run = await DemoRun.start({ assembly, seed, start: FIRST_MOMENT });
  try {
    const story = new DemoStory(run, model, atReadingPace(teller, speed));
    await story.play();
    const wallSeconds = (performance.now() - begun) / 1000;
    const result = await demoResult(run, {
      seed,
      start: Date.parse(FIRST_MOMENT),
      wallSeconds,
      injuries: story.injuries,
    });
    await run.runtime.keep(folder);
    return result;
  } finally {
    run.runtime.stop();
  }
}
