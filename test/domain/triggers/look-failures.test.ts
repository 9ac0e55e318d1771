import { describe, expect, test } from 'vitest';
import { lookFailures } from '../../../lib/domain/triggers/look-failures.ts';

describe('what fails while the monitor looks', () => {
  test('is nothing where nothing does', () => {
    const failures = lookFailures();

    expect(failures.findings()).toEqual([]);
    expect(() => failures.throwAny()).not.toThrow();
  });

  test('is thrown as it is, once, however many looks fail of it', () => {
    const [failures, error] = [lookFailures(), new TypeError('no answer')];
    failures.add(error);
    failures.unreadable(error);

    expect(() => failures.throwAny()).toThrow(error);
  });

  test('is thrown together, and named', () => {
    const failures = lookFailures();
    for (const name of ['one', 'other']) failures.add(new TypeError(name));

    expect(() => failures.throwAny()).toThrow('TypeError: one; TypeError: other');
  });

  test('gives a finding that does not fire where drift is told by it (S3-03)', () => {
    const failures = lookFailures();
    failures.add(new TypeError('of performance'));
    expect(failures.findings()).toEqual([]);

    for (let index = 1; index <= 11; index += 1) failures.unreadable(new TypeError(`no. ${index}`));
    const [finding, ...others] = failures.findings();

    expect(others).toEqual([]);
    expect(finding).toMatchObject({ fire: false, type: 'drift', code: 'NO_EVIDENCE' });
    expect(finding?.reason).toMatch(/^no evidence: drift record unreadable: TypeError: no\. 1; .*no\. 10; and 1 more$/);
  });
});
