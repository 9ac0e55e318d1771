import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { Containers } from '../../../lib/local/ecs/containers.ts';
import { CREDENTIALS_PORT } from '../../../lib/local/ecs/task-credentials.ts';
import type { TaskOrder } from '../../../lib/local/ecs/task-order.ts';
import { endpointEnvironment, localServices } from '../../../lib/local/endpoints/service-directory.ts';
import { EventLog } from '../../../lib/local/event-log.ts';
import { FaultPlan } from '../../../lib/local/fault-plan.ts';
import { VirtualNetwork } from '../../../lib/local/lambda/virtual-network.ts';
import { seededRandom } from '../../../lib/local/seeded-random.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';

const START = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const credentials = {
  AccessKeyId: 'AKIDEXAMPLE',
  SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  Token: 'session',
};

/** Containers with a role of their own and an S3 that answers as told, and what came out of them. */
export function containerSetUp(s3: Answer = (_request, response) => response.end()) {
  const clock = new VirtualClock(START);
  const log = new EventLog(() => clock.now());
  const network = new VirtualNetwork(clock);
  const faults = new FaultPlan();
  network.attach(
    CREDENTIALS_PORT,
    'credentials',
    createServer((_request, response) => response.end(JSON.stringify(credentials))),
  );
  network.attach(localServices.s3.port, 's3', createServer(s3));
  const environment = endpointEnvironment();
  const containers = new Containers({ clock, log, network, faults, environment, random: seededRandom('test') });
  onTestFinished(() => containers.close());

  /** How a container that runs this script stopped. */
  const run = async (script: string, order: Partial<TaskOrder> = {}, signal = new AbortController().signal) => {
    const work = containers.run({ ...orderOf(script), ...order }, signal);
    let done = false;
    const end = () => {
      done = true;
    };
    work.then(end, end);
    await clock.runUntilDone(() => done, DAY);
    return (await work).stop;
  };
  const lines = () => log.events().flatMap(({ type, detail }) => (type === 'output' ? [String(detail.line)] : []));
  return { clock, faults, lines, run };
}

function orderOf(script: string): TaskOrder {
  const arn = 'arn:aws:ecs:eu-central-1:111122223333:task-definition/train:1';
  return {
    definition: { arn, containerName: 'train', script, environment: {}, cpu: 2_048, megabytes: 8_192 },
    clusterArn: 'arn:aws:ecs:eu-central-1:111122223333:cluster/one',
    spot: false,
    megabytes: 8_192,
    environment: {},
  };
}
