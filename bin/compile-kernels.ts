import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kernels = fileURLToPath(new URL('../lib/training/kernels/', import.meta.url));

/** Kernels whose memory several threads share. */
const shared: ReadonlySet<string> = new Set(['boosting', 'forest']);

// 4 GiB, which is all that wasm32 can address; a shared memory has to say so
const MOST_PAGES = 65_536;

/** Kernels by their names: every file of the folder `assembly` is one. */
export const kernelNames: readonly string[] = readdirSync(join(kernels, 'assembly'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => basename(file, '.ts'));

/** Text of the module that holds a compiled kernel. Throws with what the compiler says of a kernel that is wrong. */
export function kernelModule(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ratchet-kernel-'));
  const wasm = join(folder, `${name}.wasm`);
  try {
    const { status, stderr } = spawnSync('asc', [join('assembly', `${name}.ts`), ...optionsOf(name, wasm)], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the kernel '${name}' does not compile: ${stderr}`);
    return moduleText(name, readFileSync(wasm).toString('base64'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where the module of a kernel stands. */
export function kernelFile(name: string): string {
  return join(kernels, `${name}-wasm.ts`);
}

function optionsOf(name: string, outFile: string): string[] {
  const memory = shared.has(name) ? ['--enable', 'threads', '--sharedMemory', '--maximumMemory', `${MOST_PAGES}`] : [];
  return [
    ...['--baseDir', kernels, '--outFile', outFile],
    ...['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'],
    ...['--importMemory', '--initialMemory', '1', ...memory],
  ];
}

function moduleText(name: string, base64: string): string {
  const constant = `${name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Wasm`;
  return `// compiled from assembly/${name}.ts by \`npm run kernels\`\nexport const ${constant} =\n  '${base64}';\n`;
}

if (import.meta.main) {
  for (const name of kernelNames) writeFileSync(kernelFile(name), kernelModule(name));
}
