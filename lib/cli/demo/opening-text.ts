import { paragraph } from '../terminal/paragraph.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { DemoModel } from './demo-files.ts';

/** What is going to be seen. */
export function openingText(terminal: Terminal, { definition, data }: DemoModel): string {
  const { name, description } = definition;
  const { history, stream, thinning } = data;
  const title = terminal.paint('bold', description === '' ? name : `${name}: ${description}`);
  const trainers = [...new Set(definition.trainers.map(({ kind }) => kind))].join(' and ');
  const every = thinning === 1 ? '' : ` (one of every ${thinning} that came after)`;
  const paragraphs = [
    'Ratchet retrains a model on fresh outcomes, promotes only what is better, gives it traffic in steps, and takes the traffic back by itself. This is what `cdk deploy` would ship, running on this machine in virtual time. No AWS account, no network.',
    `The data is real, with new dates: ${count(history.length)} outcomes as history, then ${count(stream.length)} customers in the order of time${every}. Several of them may share a request. What goes wrong on the way is injected, and said.`,
    `A model that was just trained, here by ${trainers}, is a candidate. If the gate finds it better than the champion, which serves, it becomes the challenger and gets a growing share of the traffic, its canary.`,
    'At the pace of the demo there is a retrain every hour. A new model gets 1, 10 and 50 percent of the traffic within forty minutes, then all of it, and is watched for another 20 minutes.',
  ];
  return [title, ...paragraphs.map((text) => paragraph(terminal, text))].join('\n\n');
}

function count(rows: number): string {
  return rows.toLocaleString('en');
}
