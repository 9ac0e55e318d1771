import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const module = fileURLToPath(new URL('../../lambdas/finding-log.ts', import.meta.url));

const finding = {
  fire: true,
  type: 'drift',
  code: 'FIRED',
  reason: '2 of 2 windows in a row',
  evidence: [{ metric: 'psi of age', value: 0.28, threshold: 0.25, n: 600, interval: null }],
};

test('a finding is one line of the log, with its trigger, its reason and its numbers, whatever came of it', () => {
  const script = `
    const { loggedFindings } = await import(${JSON.stringify(module)});
    loggedFindings('monitor').record(${JSON.stringify(finding)});`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });

  expect(JSON.parse(output)).toMatchObject({
    level: 'INFO',
    message: 'trigger_finding',
    step: 'monitor',
    trigger: 'drift',
    code: 'FIRED',
    reason: finding.reason,
    evidence: finding.evidence,
  });
});
