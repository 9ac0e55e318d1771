import type { DemoRow } from '../../../lib/cli/demo/demo-rows.ts';
import type { ModelDefinitionFile } from '../../../lib/domain/definition/model-definition.ts';
import { milliseconds } from '../../../lib/domain/time.ts';
import type { LoggedEvent } from '../../../lib/local/event-log.ts';
import { smallest } from '../../domain/definition/definition-samples.ts';
import { minute } from '../../domain/ledger/ledger-samples.ts';

/** The file of a model with two numbers and two categories. */
export const modelFile: ModelDefinitionFile = {
  ...smallest,
  features: { numeric: ['age', 'balance'], categorical: ['job', 'marital'] },
};

/** So many rows of a file, of which every fourth ended with `yes`. */
export function demoRows(count: number): DemoRow[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `row-${index + 1}`,
    features: { age: index % 90, balance: index, job: 'admin', marital: null },
    label: index % 4 === 0 ? 'yes' : 'no',
  }));
}

/** Milliseconds since 1970, so many minutes after the first event of a sample ledger. */
export function at(minutes: number): number {
  return milliseconds(minute(minutes));
}

export function logged(minutes: number, source: string, type: string, detail: LoggedEvent['detail'] = {}): LoggedEvent {
  return { time: at(minutes), source, type, detail };
}

/** A call of an AWS API. */
export function called(minutes: number, operation: string, caller: string): LoggedEvent {
  return logged(minutes, 'lambda', 'call', { operation, caller, outcome: 'answered' });
}

export function aliasWritten(
  minutes: number,
  functionVersion: string,
  weights: Readonly<Record<string, number>> = {},
  functionName = 'churn-predict',
): LoggedEvent {
  return logged(minutes, 'lambda', 'alias-written', { functionName, alias: 'live', functionVersion, weights });
}
