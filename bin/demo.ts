import { join } from 'node:path';
import type { CliIo } from '../lib/cli/cli-io.ts';
import { runDemo } from '../lib/cli/demo/run-demo.ts';
import type { DemoFlags } from '../lib/cli/demo-flags.ts';
import { packageRoot } from '../lib/constructs/package-root.ts';
import { bundleIfStale } from './fresh-bundles.ts';

const models = join(packageRoot(), 'models');

/** The demo with the stacks of this repository. */
export function demo(flags: DemoFlags, io: CliIo): Promise<number> {
  // on another core, while the flags and files are read; whoever needs the bundles hears of a failure
  const bundles = bundleIfStale();
  bundles.catch(() => {});
  return runDemo(flags, io, {
    sample: { model: join(models, 'bank-marketing.json'), data: join(models, 'data/bank-marketing.csv') },
    synthesize: async (definition, folder) => {
      const { synthesize } = await import('./synthesize.ts');
      await bundles;
      synthesize([definition], folder);
    },
  });
}
