import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RefusedAssembly } from '../assembly/refused-assembly.ts';

/** The one kind of image that can be played without a container: this program's own Node stands for it. */
const NODE_IMAGE = /^public\.ecr\.aws\/docker\/library\/node:24(-[a-z]+)?$/;

const NODE_COMMAND = ['node', '--input-type=module', '--eval'];

/** The script that a container runs. Throws `RefusedAssembly` for any other image or command. */
export function containerScript(logicalId: string, image: unknown, command: unknown): string {
  if (typeof image !== 'string' || !NODE_IMAGE.test(image)) {
    const expected = "'Image' should be a Node 24 image such as public.ecr.aws/docker/library/node:24-slim";
    throw new RefusedAssembly(logicalId, `${expected}, got ${JSON.stringify(image)}: other images cannot be run here`);
  }
  const parts: readonly unknown[] = Array.isArray(command) ? command : [];
  const [script] = parts.slice(NODE_COMMAND.length);
  const isKnown = parts.length === NODE_COMMAND.length + 1 && NODE_COMMAND.every((part, at) => parts[at] === part);
  if (!isKnown || typeof script !== 'string') {
    const expected = `'Command' should be ${JSON.stringify([...NODE_COMMAND, '<script>'])}`;
    throw new RefusedAssembly(logicalId, `${expected}, got ${JSON.stringify(command)?.slice(0, 200)}`);
  }
  return script;
}

/** What stands for a container's file system. */
export interface ContainerFolder {
  /** With a module whose `handler` runs the script once. */
  readonly path: string;
  remove(): void;
}

export function containerFolder(script: string): ContainerFolder {
  const path = mkdtempSync(join(tmpdir(), 'ratchet-container-'));
  writeFileSync(join(path, 'command.mjs'), script);
  writeFileSync(join(path, 'index.mjs'), "export const handler = async () => void (await import('./command.mjs'));\n");
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
