import { dirname } from 'node:path';
import { defaultTrainer, type SingleTrainer } from '../../domain/definition/trainer-settings.ts';
import type { ClassificationMeasurements } from '../../statistics/metrics/measurements.ts';
import { durationText } from '../terminal/moments.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { factList, textTable } from '../terminal/text-table.ts';
import type { Candidate } from '../train/train-candidates.ts';
import type { TrainedFile } from '../train/train-file.ts';
import { numberText } from './names.ts';

const MOST_FEATURES = 8;

export interface ShownTraining extends TrainedFile {
  readonly model: string;
  readonly input: string;
  /** File of the definition. */
  readonly source: string;
}

export function trainingText(terminal: Terminal, shown: ShownTraining): string {
  const { paint } = terminal;
  const title = (text: string) => `\n${paint('bold', text)}\n`;
  return [
    paint('bold', `${shown.model}: training`),
    paint('dim', `${shown.input}, definition ${shown.source}`),
    '',
    factList(terminal, rowFacts(shown)),
    title('trainers, on validation rows'),
    candidateTable(terminal, shown),
    title('the best, on the holdout'),
    factList(terminal, modelFacts(shown)),
    title('what the features are worth'),
    importanceTable(terminal, shown),
    '',
    ...writtenLines(shown),
  ].join('\n');
}

type Fact = readonly [string, string];

function rowFacts({ rows: { training, validation, holdout, repeated }, external }: TrainedFile): Fact[] {
  return [
    ['rows', `${training} training, ${validation} validation, ${holdout} holdout`],
    ...(repeated === 0 ? [] : [['left out', `${repeated} whose id was there before`] as const]),
    ...(external === 0 ? [] : [['not trained', `${external} of kind external, which need a container`] as const]),
  ];
}

function candidateTable(terminal: Terminal, { candidates, best }: TrainedFile): string {
  const rows = candidates.map((candidate) => {
    const { validation, seconds } = candidate;
    const numbers = [numberOf(validation, 'auc'), numberOf(validation, 'log-loss'), durationText(seconds)];
    const cells = [candidate === best ? 'best' : '', ...numbers, candidateText(candidate)];
    return candidate === best ? cells.map((cell) => terminal.paint('green', cell)) : cells;
  });
  return textTable(terminal, rows, { head: ['', 'auc', 'log-loss', 'time', 'trainer'], right: [1, 2, 3] });
}

/** A trainer with what is unlike its defaults, an ensemble with the weights of its members. */
function candidateText({ trainer, weights }: Candidate): string {
  if (trainer.kind !== 'soft-vote') return singleText(trainer);
  const members = trainer.members.map((member, place) => `${numberText(weights[place] ?? 0)} ${singleText(member)}`);
  return `${trainer.kind}: ${members.join('; ')}`;
}

function singleText({ kind, parameters }: SingleTrainer): string {
  const usual = defaultTrainer(kind).parameters;
  const own = Object.entries(parameters).filter(([name, value]) => String(value) !== String(usual[name]));
  return [kind, ...own.map(([name, value]) => `${name} ${value}`)].join(', ');
}

function modelFacts({ best, kind, holdout }: TrainedFile): Fact[] {
  return [
    ['model', kind === best.trainer.kind ? candidateText(best) : `${kind}, the only member with a weight`],
    ['auc', numberOf(holdout, 'auc')],
    ['log-loss', numberOf(holdout, 'log-loss')],
    ['accuracy', numberOf(holdout, 'accuracy')],
  ];
}

/** Undefined on these rows, such as the AUC of a single class. */
function numberOf(measurements: ClassificationMeasurements, metric: keyof ClassificationMeasurements): string {
  const value = measurements[metric];
  return value === null ? '-' : numberText(value);
}

function importanceTable(terminal: Terminal, { importance }: TrainedFile): string {
  const shown = importance.slice(0, MOST_FEATURES);
  const others = importance.slice(MOST_FEATURES);
  const rest = others.reduce((sum, { share }) => sum + share, 0);
  const rows = shown.map(({ feature, share, missing }) => [percentText(share), percentText(missing), feature]);
  const all = others.length === 0 ? rows : [...rows, [percentText(rest), '', `${others.length} others`]];
  return textTable(terminal, all, { head: ['share', 'missing', 'feature'], right: [0, 1] });
}

function percentText(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function writtenLines({ written: { parts, ...model } }: TrainedFile): string[] {
  const own = [`wrote ${model.bytes} bytes to ${model.file}`, `sha256 ${model.sha256}`];
  const [first] = parts;
  if (first === undefined) return own;
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  // each is in a folder that is named by its hash
  return [...own, `wrote its ${parts.length} members, ${bytes} bytes, into ${dirname(dirname(first.file))}`];
}
