import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { DemoResult } from '../../../lib/cli/demo/demo-result.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs `ratchet demo --json` in a process of its own. Throws unless it ends with 0 and one JSON document. */
export async function playedDemo(...flags: readonly string[]): Promise<DemoResult> {
  const child = spawn(process.execPath, ['bin/ratchet.ts', 'demo', '--json', ...flags], { cwd: root });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (exitCode !== 0 || stderr !== '')
    throw new Error(`the demo should end with 0 in silence, got ${exitCode}: ${stderr}`);
  return JSON.parse(stdout);
}
