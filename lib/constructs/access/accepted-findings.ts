import type { IConstruct } from 'constructs';
import { acknowledge } from './acknowledgement.ts';

/**
 * Rules of NIST 800-53 R5, in cdk-nag's names, that platform and models break in many places for one reason each. What
 * is accepted in one place only is acknowledged there.
 */
export const acceptedEverywhere: Readonly<Record<string, string>> = {
  'NIST.800.53.R5-IAMNoInlinePolicy':
    'each policy belongs to one role and is listed right by right; a managed one could be attached to another role',
  'NIST.800.53.R5-LambdaConcurrency':
    "a limit for one function is taken from the account's other functions; the API is throttled instead, and executions call one step at a time",
  'NIST.800.53.R5-LambdaDLQ':
    'functions are called by machines, the API and streams, which see every failure and keep what they cannot deliver; a lost call of the reconciler is made up for five minutes later, one of the monitor on the next day, and its failure rings an alarm',
  'NIST.800.53.R5-LambdaInsideVPC':
    'functions call AWS services, with signed requests over TLS, and at most a Prometheus server that the definition names, with a query and nothing else; a network of its own would add endpoints to pay and to misconfigure, and no secret that it keeps',
  'NIST.800.53.R5-DynamoDBInBackupPlan':
    'point-in-time recovery covers every second of the last 35 days, and the table cannot be deleted; a plan for longer belongs to the account',
};

/** Accepts below a platform or a model what is accepted everywhere. */
export function acceptFindings(scope: IConstruct): void {
  for (const [id, reason] of Object.entries(acceptedEverywhere)) acknowledge(scope, id, reason);
}
