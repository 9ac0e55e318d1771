import { expect, test } from 'vitest';
import { CapturedOutput } from '../../../../lib/local/lambda/environment/captured-output.ts';

test('lines are complete when their end has come', () => {
  const output = new CapturedOutput();

  output.write('one\ntw');
  output.write(Buffer.from('o\n\nthr'));

  expect(output.take(false)).toEqual(['one', 'two', '']);
  expect(output.take(false)).toEqual([]);
  expect(output.take(true)).toEqual(['thr']);
  expect(output.take(true)).toEqual([]);
});

test('a character may come in parts', () => {
  const output = new CapturedOutput();
  const bytes = Buffer.from('é\n');

  output.write(bytes.subarray(0, 1));
  output.write(bytes.subarray(1));

  expect(output.take(false)).toEqual(['é']);
});

test('a writer that waits is called back', async () => {
  const output = new CapturedOutput();

  await new Promise((resolve) => output.write('x', 'utf8', resolve));

  expect(output.take(true)).toEqual(['x']);
});
