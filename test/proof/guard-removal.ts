import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Guard } from './guards.ts';

const root = new URL('../../', import.meta.url);

/**
 * Lets every module that this thread loads from now on be without these guards. Nothing in the product knows of it: the
 * text of the module is changed on its way from the disk. Throws when a guard is not where it should be.
 */
export function removeGuards(guards: readonly Guard[]): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const here = guards.filter(({ file }) => url === new URL(file, root).href);
      if (here.length === 0) return loaded;
      const source = here.reduce(withoutGuard, String(loaded.source));
      return { ...loaded, source };
    },
  });
}

/** The text of a module without one guard. Throws when the guard's text does not occur exactly once. */
export function withoutGuard(source: string, { name, file, text, without }: Guard): string {
  const parts = source.split(text);
  if (parts.length === 2) return parts.join(without);
  throw new Error(
    `the guard '${name}' should occur once in ${fileURLToPath(new URL(file, root))}, got ${parts.length - 1} times: ${text}`,
  );
}
