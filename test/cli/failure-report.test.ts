import { expect, test } from 'vitest';
import { NotFound, Refused, WrongUsage } from '../../lib/cli/cli-errors.ts';
import { failureReport } from '../../lib/cli/failure-report.ts';
import { LedgerBroken } from '../../lib/domain/ledger/ledger-errors.ts';

const named = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

test.each([
  ['wrong usage', new WrongUsage('say which'), 2, 'error: say which'],
  ['a refusal', new Refused('not today'), 1, 'error: not today'],
  ['something that is not there', new NotFound('no such model'), 3, 'error: no such model'],
  ['a failure of the domain', new LedgerBroken('entry 3 is'), 1, 'error: LedgerBroken: entry 3 is'],
  ['no region', named('Error', 'Region is missing'), 3, 'AWS_REGION'],
  ['no credentials', named('CredentialsProviderError', 'none found'), 3, 'aws sso login'],
  [
    'a refusal of AWS',
    named('AccessDeniedException', 'not you', { $metadata: {} }),
    3,
    'AWS refuses: AccessDeniedException: not you',
  ],
  ['no network', named('Error', 'getaddrinfo', { code: 'ENOTFOUND' }), 3, 'AWS cannot be reached (getaddrinfo)'],
  ['a file that cannot be written', named('Error', 'EACCES: no', { code: 'EACCES' }), 1, 'error: EACCES: no'],
])('%s is one line without a trace', (_what, error, exitCode, text) => {
  const report = failureReport(error);

  expect(report.exitCode).toBe(exitCode);
  expect(report.text).toContain(text);
  expect(report.text.startsWith('error: ')).toBe(true);
  expect(report.text).not.toContain('\n');
});

test('a defect shows where it happened, and says what it is', () => {
  const { text, exitCode } = failureReport(new TypeError('undefined is not a function'));

  expect(exitCode).toBe(1);
  expect(text).toContain('TypeError: undefined is not a function\n    at ');
  expect(text).toContain('failure-report.test.ts');
  expect(text).toMatch(/error: this is a defect of ratchet, please report it$/);
});

test('what is thrown and is no error is a defect too', () => {
  expect(failureReport('oops').text).toBe('oops\nerror: this is a defect of ratchet, please report it');
});
