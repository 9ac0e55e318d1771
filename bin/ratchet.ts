#!/usr/bin/env node
import { runCli } from '../lib/cli/ratchet-cli.ts';

const { argv, env, stdout, stderr } = process;

process.exitCode = await runCli(argv.slice(2), {
  stdout,
  stderr,
  environment: env,
  demo: async (flags, io) => (await import('./demo.ts')).demo(flags, io),
});
