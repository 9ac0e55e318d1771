import type { Operations } from '../aws-error.ts';
import type { ExecutionStatus, Machine } from './execution.ts';
import type { HistoryEvent } from './history.ts';
import type { StatesCalls } from './states-api.ts';
import type { ExecutionDescription } from './status-change.ts';
import { page, WireInput } from './wire-input.ts';

const STATUSES: readonly ExecutionStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
const INCLUDED = { included: true };
const DATA_MEMBERS = new Set(['input', 'inputDetails', 'output', 'outputDetails']);

/** The operations of `AWSStepFunctions` as the SDK sends them, with times in seconds since 1970. */
export function statesOperations(states: StatesCalls): Operations {
  return { ...executionOperations(states), ...machineOperations(states), ...taskOperations(states) };
}

function executionOperations(states: StatesCalls): Operations {
  return {
    StartExecution(given) {
      const input = new WireInput(given, ['stateMachineArn', 'name', 'input', 'traceHeader']);
      const { executionArn, startDate } = states.startExecution({
        stateMachineArn: input.text('stateMachineArn'),
        name: input.optionalText('name'),
        input: input.optionalText('input'),
      });
      return { executionArn, startDate: seconds(startDate) };
    },
    StopExecution(given) {
      const input = new WireInput(given, ['executionArn', 'error', 'cause']);
      const { stopDate } = states.stopExecution({
        executionArn: input.text('executionArn'),
        error: input.optionalText('error'),
        cause: input.optionalText('cause'),
      });
      return { stopDate: seconds(stopDate ?? 0) };
    },
    DescribeExecution(given) {
      const input = new WireInput(given, ['executionArn', 'includedData']);
      const { output, ...known } = states.describeExecution(input.text('executionArn'));
      return {
        ...wireDates(known),
        inputDetails: INCLUDED,
        ...(output !== undefined && { output, outputDetails: INCLUDED }),
        redriveCount: 0,
        redriveStatus: 'NOT_REDRIVABLE',
      };
    },
    GetExecutionHistory(given) {
      const members = ['executionArn', 'maxResults', 'reverseOrder', 'nextToken', 'includeExecutionData'];
      const input = new WireInput(given, members);
      const events = states.getExecutionHistory(input.text('executionArn'));
      const withData = input.flag('includeExecutionData', true);
      const ordered = input.flag('reverseOrder', false) ? events.toReversed() : events;
      return page(ordered, input, 'events', (event) => wireEvent(event, withData));
    },
  };
}

function machineOperations(states: StatesCalls): Operations {
  return {
    ListExecutions(given) {
      const input = new WireInput(given, ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken']);
      const status = input.oneOf('statusFilter', STATUSES);
      const found = states.listExecutions(input.text('stateMachineArn'), status);
      return page(found, input, 'executions', ({ input: _, output, error, cause, ...execution }) =>
        wireDates(execution),
      );
    },
    ListStateMachines(given) {
      const input = new WireInput(given, ['maxResults', 'nextToken']);
      return page(states.listStateMachines(), input, 'stateMachines', wireMachine);
    },
    DescribeStateMachine(given) {
      const input = new WireInput(given, ['stateMachineArn', 'includedData']);
      const machine = states.describeStateMachine(input.text('stateMachineArn'));
      const { definitionText: definition, roleArn } = machine;
      return { ...wireMachine(machine), status: 'ACTIVE', definition, roleArn };
    },
  };
}

function taskOperations(states: StatesCalls): Operations {
  return {
    SendTaskSuccess(given) {
      const input = new WireInput(given, ['taskToken', 'output']);
      states.sendTaskSuccess(input.text('taskToken'), input.text('output'));
      return {};
    },
    SendTaskFailure(given) {
      const input = new WireInput(given, ['taskToken', 'error', 'cause']);
      states.sendTaskFailure(input.text('taskToken'), input.optionalText('error'), input.optionalText('cause'));
      return {};
    },
    SendTaskHeartbeat(given) {
      states.sendTaskHeartbeat(new WireInput(given, ['taskToken']).text('taskToken'));
      return {};
    },
  };
}

function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

function wireMachine({ arn, name, createdAt }: Machine) {
  return { stateMachineArn: arn, name, type: 'STANDARD', creationDate: seconds(createdAt) };
}

function wireDates({ startDate, stopDate, ...others }: Omit<ExecutionDescription, 'input'>) {
  return { ...others, startDate: seconds(startDate), ...(stopDate !== null && { stopDate: seconds(stopDate) }) };
}

function wireEvent({ timestamp, details, detailsName, ...event }: HistoryEvent, withData: boolean) {
  const shown = Object.entries(details ?? {}).filter(([member]) => withData || !DATA_MEMBERS.has(member));
  return {
    ...event,
    timestamp: seconds(timestamp),
    ...(detailsName !== null && { [detailsName]: Object.fromEntries(shown) }),
  };
}
