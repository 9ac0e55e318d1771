import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kernelFile, kernelModule, kernelNames } from '../../../bin/compile-kernels.ts';

describe('a compiled kernel', () => {
  test.each(kernelNames)('%s is what its source compiles to', (name) => {
    const compiled = kernelModule(name);

    expect(readFileSync(kernelFile(name), 'utf8') === compiled, 'run `npm run kernels` after a change').toBe(true);
  });
});
