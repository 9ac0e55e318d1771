import fc from 'fast-check';
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { followPath, plainPath } from '../../../lib/local/states/expression-path.ts';

const names = fc.constantFrom('a', 'b', 'constructor', 'length');
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>(null, false, 0, '', 'x', [], {}),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

test('a plain path gives what JSONata gives, or leaves it to JSONata', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(names, { maxLength: 4 }), json, async (members, root) => {
      const expression = jsonata(['$root', ...members].join('.'));
      const path = plainPath(expression.ast());
      const found = followPath(path ?? [], { root });

      expect(path).toEqual(['root', ...members]);
      if (found !== undefined) expect(found).toEqual(await expression.evaluate(undefined, { root }));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  '$x[0]',
  '$x.a[b = 1]',
  '$x.a^(b)',
  '$x.a[]',
  '$x@$y.a',
  '$x.a#$i',
  '$x{a: b}',
  '$x.(a)',
  '$f()',
  '1',
  'a.b',
  '$x.*',
])('%s is no plain path', (source) => {
  expect(plainPath(jsonata(source).ast())).toBeNull();
});
