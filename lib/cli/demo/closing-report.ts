import { durationText } from '../terminal/moments.ts';
import { paragraph, wrapped } from '../terminal/paragraph.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { factList, textTable } from '../terminal/text-table.ts';
import { canaryLine, stepsText } from './canary-line.ts';
import { rollbackReason } from './decision-line.ts';
import type { DemoResult, DemoRollback } from './demo-result.ts';

const LINE = 60;

/** What became of everything, and where to look closer. */
export function closingReport(terminal: Terminal, result: DemoResult, folder: string): string {
  return [
    section(terminal, 'Model versions', versionTable(terminal, result)),
    section(terminal, 'Canaries, a character a minute *', canaries(terminal, result)),
    section(terminal, 'Rollbacks', rollbacks(terminal, result)),
    section(terminal, 'The run', facts(terminal, result, folder)),
    paragraph(
      terminal,
      `Look closer: ratchet status, list, history, info and verify, each with --local ${folder}. From this repository: npm run ratchet -- history --local ${folder}`,
    ),
  ].join('\n\n');
}

function section(terminal: Terminal, title: string, text: string): string {
  return `${terminal.paint('bold', title)}\n${text}`;
}

function versionTable(terminal: Terminal, { versions }: DemoResult): string {
  const rows = versions.map(({ modelVersion, role, auc, rows: count, fate }) => [
    modelVersion,
    role,
    auc === null ? '-' : auc.toFixed(3),
    count.toLocaleString('en'),
    fate,
  ]);
  const head = ['version', 'role', 'AUC *', 'rows', 'what became of it'];
  const table = textTable(terminal, rows, { head, right: [2, 3], indent: 2 });
  const note = '* each on the holdout of its own time; the gate compares two models on the same rows';
  return `${table}\n${terminal.paint('dim', paragraph(terminal, note, 2))}`;
}

function canaries(terminal: Terminal, { canaries: all }: DemoResult): string {
  const blocks = all.map((canary) => {
    const outcome = terminal.paint(canary.outcome === 'promoted' ? 'green' : 'red', canary.outcome);
    const line = terminal.paint('cyan', canaryLine(canary, Math.min(LINE, terminal.width - 24)));
    return `  ${canary.modelVersion.padEnd(7)}${line} ${outcome}\n${paragraph(terminal, stepsText(canary), 9)}`;
  });
  const note =
    'a small share that sees too little is held for a while and then raised, as a larger one shows more; promotion needs evidence, such as 87 requests without an error that are three minutes old';
  const told = terminal.paint('dim', paragraph(terminal, `* ${note}`, 2));
  return blocks.length === 0 ? '  none' : [...blocks, told].join('\n');
}

function rollbacks(terminal: Terminal, { rollbacks: all }: DemoResult): string {
  const head = ['from', 'to', 'all traffic back', 'AWS calls', 'why'];
  const rows = all.map((one) => [
    one.from,
    one.to,
    // leaves the last column enough room on a narrow terminal
    wrapped(restoredText(one), Math.floor(terminal.width * 0.3)),
    String(one.awsCallsToRestore),
    rollbackReason(one),
  ]);
  return rows.length === 0 ? '  none' : textTable(terminal, rows, { head, right: [3], indent: 2 });
}

function restoredText({ virtualSecondsToRestore: seconds, cause }: DemoRollback): string {
  if (seconds < 1) return 'at once';
  return cause === 'manual' ? `after ${durationText(seconds)}` : `${durationText(seconds)} after clients felt it`;
}

function facts(terminal: Terminal, result: DemoResult, folder: string): string {
  const { champion, served, failedRequests, virtualHours, wallSeconds, seed, eventLogDigest } = result;
  const requests = Object.values(served).reduce((sum, count) => sum + count, 0);
  return factList(
    terminal,
    [
      ['champion', `${champion.modelVersion} on function version ${champion.functionVersion}`],
      ['requests', `${requests}, of which ${failedRequests} failed: those that the injected errors hit`],
      ['time', `${virtualHours} virtual hours in ${wallSeconds} seconds`],
      ['seed', `${seed}; the same seed gives the same event log, ${eventLogDigest.slice(0, 16)}…`],
      ['files', folder],
    ],
    2,
  );
}
