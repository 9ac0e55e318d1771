import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../lib/domain/canonical-json.ts';

function doubleOf(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE();
}

describe('the examples of RFC 8785', () => {
  test('the sample of sections 3.2.2 to 3.2.4 has these bytes', () => {
    const sample = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);

    const bytes = Buffer.from(canonicalJson(sample)).toString('hex');

    expect(bytes).toBe(
      [
        '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a',
        '5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d',
        '2c22737472696e67223a22e282ac245c75303030665c6e412742',
        '5c225c5c5c5c5c222f227d',
      ].join(''),
    );
  });

  test('the sample of section 3.2.3 is sorted by UTF-16 code units', () => {
    const sample = JSON.parse(String.raw`{
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`);

    const order = [...canonicalJson(sample).matchAll(/:"([^"]+)"/g)].map(([, name]) => name);

    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  // appendix B: the bits of an IEEE 754 double and its text
  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('the double %s is written %s (appendix B)', (bits, text) => {
    expect(canonicalJson(doubleOf(bits))).toBe(text);
  });

  test.each(['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'])(
    'the double %s is refused (appendix B)',
    (bits) => {
      expect(() => canonicalJson(doubleOf(bits))).toThrow(TypeError);
    },
  );
});

describe('what JSON cannot carry', () => {
  class Point {
    readonly x = 1;
  }
  const sparse: unknown[] = [1];
  sparse[2] = 3;

  test.each<[string, unknown, string]>([
    ['NaN', { a: [Number.NaN] }, "'$.a[0]' should be a JSON value, got NaN"],
    ['an infinity', [Number.NEGATIVE_INFINITY], "'$[0]' should be a JSON value, got -Infinity"],
    ['undefined by itself', undefined, "'$' should be a JSON value, got undefined"],
    ['undefined in a list', [undefined], "'$[0]' should be a JSON value, got undefined"],
    ['a hole', sparse, "'$[1]' should be a JSON value, got undefined"],
    ['a bigint', { a: 1n }, "'$.a' should be a JSON value, got bigint"],
    ['a function', { a: () => 1 }, "'$.a' should be a JSON value, got function"],
    ['a symbol', [Symbol('a')], "'$[0]' should be a JSON value, got symbol"],
    ['a date', { at: new Date(0) }, "'$.at' should be a JSON value, got an instance of Date"],
    ['a map', [new Map()], "'$[0]' should be a JSON value, got an instance of Map"],
    ['an instance of a class', { p: new Point() }, "'$.p' should be a JSON value, got an instance of Point"],
    ['an object of unknown kind', Object.create(Object.create(null)), "'$' should be a JSON value, got an instance of"],
    ['half a surrogate pair', { a: 'x\ud83d' }, "'$.a' should be well-formed Unicode, got a lone surrogate"],
    ['the other half', ['\ude00x'], "'$[0]' should be well-formed Unicode, got a lone surrogate"],
    ['half a surrogate pair as a name', { b: { '\ud83d': 1 } }, "'$.b' should be well-formed Unicode"],
  ])('%s is refused, with its place', (_, value, message) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson(value)).toThrow(message);
  });

  test('a member that is undefined is left out', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  test('an object without a prototype is an object', () => {
    expect(canonicalJson(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
  });

  test('a whole surrogate pair stays as it is', () => {
    expect(canonicalJson('\ud83d\ude00')).toBe('"😀"');
  });
});

/** The same value with the members of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([key, member]) => [key, reversed(member)]));
}

describe('any JSON value', () => {
  const jsonValue = fc
    .jsonValue({ stringUnit: 'binary', maxDepth: 4 })
    .map((value) => JSON.parse(JSON.stringify(value)));

  test('is read back as it was', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        expect(JSON.parse(canonicalJson(value))).toStrictEqual(value);
      }),
    );
  });

  test('has one text, whatever the order of its members', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  test('has a text without white space between its parts', () => {
    expect(canonicalJson({ b: [1, 'a b'], a: { c: null } })).toBe('{"a":{"c":null},"b":[1,"a b"]}');
  });
});
