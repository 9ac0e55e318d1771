import { ASSET_BUCKET, type CloudAssembly } from './assembly/cloud-assembly.ts';
import { Deployment, type DeployOptions } from './assembly/deployment.ts';
import type { ResourceHandler } from './assembly/resource-handler.ts';
import { alarmResources } from './cloudwatch/alarm-resources.ts';
import { type CloudWatch, createCloudWatch } from './cloudwatch/cloudwatch.ts';
import { Containers } from './ecs/containers.ts';
import { taskIntegrations } from './ecs/run-task.ts';
import { CREDENTIALS_PORT, credentialsServer } from './ecs/task-credentials.ts';
import { TaskDefinitions, taskDefinitionResources } from './ecs/task-definitions.ts';
import { endpointEnvironment } from './endpoints/service-directory.ts';
import { serviceEndpoints } from './endpoints/service-endpoints.ts';
import { watchedOperations } from './endpoints/watched-operations.ts';
import { EventLog } from './event-log.ts';
import { DeadLetterQueues, queueResources } from './events/dead-letter-queues.ts';
import { type Deliver, EventBus } from './events/event-bus.ts';
import { ruleResources, scheduleResources, topicResources } from './events/event-resources.ts';
import { NotificationTopics } from './events/notification-topics.ts';
import { publishOperations } from './events/publish-operation.ts';
import { putEventsOperations } from './events/put-events.ts';
import { Scheduler } from './events/scheduler.ts';
import { schedulerOperations } from './events/scheduler-operations.ts';
import { executionEvent } from './execution-event.ts';
import type { FaultPlan } from './fault-plan.ts';
import { type HttpApis, httpApiResources } from './http-api/http-api-resources.ts';
import { createLambdaService, type LambdaService } from './lambda/lambda-service.ts';
import { layerEnvironment } from './lambda/layer-environment.ts';
import { VirtualNetwork } from './lambda/virtual-network.ts';
import { customResources, ProviderFunctions, type RecallAnswer } from './resources/custom-resources.ts';
import { lambdaResources } from './resources/lambda-resources.ts';
import { stateMachineResources } from './resources/state-machine-resources.ts';
import { type SeededRandom, seededRandom, seededUuid } from './seeded-random.ts';
import { lambdaIntegrations } from './states/lambda-integrations.ts';
import { objectIntegrations } from './states/object-integrations.ts';
import { optimizedIntegrations, sdkIntegrations } from './states/service-integrations.ts';
import type { StatesService } from './states/states-api.ts';
import { createStatesService } from './states/states-service.ts';
import { objectOperations } from './stores/object-operations.ts';
import { ObjectStore } from './stores/object-store.ts';
import { SigningKeys } from './stores/signing-keys.ts';
import { storeResources } from './stores/store-resources.ts';
import { TableStore } from './stores/table-store.ts';
import { targetDelivery } from './target-delivery.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface LocalServicesOptions {
  readonly clock: VirtualClock;
  readonly seed: string;
  /** Signing keys follow from it; the same for every opening of a kept run, so that its signatures stay good. */
  readonly keySeed: string;
  readonly faults: FaultPlan;
  /** Shows what would be sent to people. */
  readonly print: (line: string) => void;
  /** How long a cold start takes, in virtual milliseconds. */
  readonly initMilliseconds: (functionName: string, functionVersion: string) => number;
  /** What custom resources had answered, while a kept run is put back. */
  readonly recall: RecallAnswer;
}

interface Base {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly faults: FaultPlan;
  readonly log: EventLog;
}

/** Every service that a run plays, wired to the others. */
export class LocalServices {
  readonly log: EventLog;
  readonly tables: TableStore;
  readonly objects: ObjectStore;
  readonly lambda: LambdaService;
  readonly states: StatesService;
  readonly cloudWatch: CloudWatch;
  readonly bus: EventBus;
  readonly scheduler: Scheduler;
  readonly topics: NotificationTopics;
  readonly deadLetters: DeadLetterQueues;
  readonly apis: HttpApis = new Map();
  /** Carries the HTTP of handlers and operators to the services. */
  readonly network: VirtualNetwork;
  readonly deployment: Deployment;
  readonly operations: ReturnType<LocalServices['createOperations']>;
  private readonly taskDefinitions = new TaskDefinitions();
  private readonly containers: Containers;
  private readonly recall: RecallAnswer;
  private readonly keys: SigningKeys;
  private readonly base: Base;

  constructor(options: LocalServicesOptions) {
    const { clock, faults, seed } = options;
    this.log = new EventLog(() => clock.now());
    const base: Base = { clock, faults, log: this.log, random: seededRandom(seed) };
    this.base = base;
    this.recall = options.recall;
    this.deadLetters = new DeadLetterQueues({ now: () => clock.now(), log: this.log });
    this.tables = new TableStore(base);
    this.objects = new ObjectStore(base);
    this.keys = new SigningKeys(options.keySeed, () => clock.now());
    this.network = new VirtualNetwork(clock);
    this.lambda = this.createLambda(options, this.network);
    this.containers = new Containers({ ...base, network: this.network, environment: endpointEnvironment() });
    const invoke = (functionName: string, payload: string) => this.invokeEvent(functionName, payload);
    this.topics = new NotificationTopics({ ...base, print: options.print, invoke });
    const delivery = { ...base, deadLetters: this.deadLetters, deliver: this.createDelivery() };
    this.bus = new EventBus(delivery);
    this.scheduler = new Scheduler(delivery);
    this.cloudWatch = createCloudWatch({
      ...base,
      publish: (event) => this.bus.put(event),
      act: ({ actionArn, subject, message }) =>
        void this.topics.publish({ ...plainNotification, topicArn: actionArn, subject, message }),
    });
    this.operations = this.createOperations();
    this.states = this.createStates(this.operations);
    this.attachEndpoints(this.network, this.operations);
    this.deployment = new Deployment(this.resourceHandlers(), this.log, base);
  }

  /** What `cdk deploy` would do. */
  async deploy(assembly: CloudAssembly, options: DeployOptions = {}): Promise<void> {
    this.upload(assembly);
    await this.deployment.deploy(assembly, options);
  }

  /** The first half of a deployment: the assets are there, and nothing uses them yet. */
  upload({ stacks }: CloudAssembly): void {
    for (const { assets } of stacks) this.objects.addAssets(ASSET_BUCKET, assets);
  }

  private createLambda(options: LocalServicesOptions, network: VirtualNetwork): LambdaService {
    return createLambdaService({
      ...this.base,
      network,
      codeFolder: (bucket, key) => this.objects.assetPath(bucket, key),
      environment: { ...endpointEnvironment(), ...layerEnvironment() },
      initMilliseconds: options.initMilliseconds,
      onMetric: (datum) => this.cloudWatch.putMetric(datum),
      onLine: (line, functionName, functionVersion) => {
        this.log.record('lambda', 'output', { functionName, functionVersion, line });
        this.cloudWatch.putLogLine(functionName, line);
      },
      onMessage: ({ target, body, attributes }) => this.deadLetters.send(target, body, attributes),
    });
  }

  private async invokeEvent(functionName: string, payload: string): Promise<void> {
    await this.lambda.invoke({ functionName, payload, type: 'Event', caller: { id: 'events' } });
  }

  private createDelivery(): Deliver {
    return targetDelivery({
      invoke: (functionName, payload) => this.invokeEvent(functionName, payload),
      startExecution: (stateMachineArn, input) => void this.states.startExecution({ stateMachineArn, input }),
      publish: (topicArn, message) => void this.topics.publish({ ...plainNotification, topicArn, message }),
    });
  }

  private createOperations() {
    const { clock, random } = this.base;
    return {
      cloudwatch: this.cloudWatch.operations,
      dynamodb: this.tables.operations,
      events: putEventsOperations(this.bus, () => clock.now(), random),
      kms: this.keys.operations,
      s3: objectOperations(this.objects, random),
      scheduler: schedulerOperations(this.scheduler),
      sns: publishOperations(this.topics),
    };
  }

  private createStates(operations: ReturnType<LocalServices['createOperations']>): StatesService {
    const eventIds = this.base.random.fork('execution events');
    // a state machine's own calls fail as planned and are logged, like those of a handler
    const dynamodb = watchedOperations('dynamodb', operations.dynamodb, this.base);
    const events = watchedOperations('events', operations.events, this.base);
    const sns = watchedOperations('sns', operations.sns, this.base);
    const s3 = watchedOperations('s3', operations.s3, this.base);
    const lambda = { operations: watchedOperations('lambda', this.lambda.operations, this.base) };
    return createStatesService({
      ...this.base,
      integrations: {
        ...taskIntegrations(this.taskDefinitions, this.containers),
        ...lambdaIntegrations((request) => this.lambda.invoke(request)),
        ...optimizedIntegrations({ dynamodb, events, sns }),
        ...sdkIntegrations({ lambda, dynamodb: { operations: dynamodb } }),
        ...objectIntegrations(s3),
      },
      onStatusChange: (change) => this.bus.put(executionEvent(change, seededUuid(eventIds), this.base.clock.now())),
    });
  }

  private attachEndpoints(network: VirtualNetwork, operations: ReturnType<LocalServices['createOperations']>): void {
    const { endpoints } = serviceEndpoints({
      ...this.base,
      transport: network,
      crash: (caller) => {
        this.lambda.crash(caller);
        this.containers.crash(caller);
      },
      services: { ...operations, lambda: this.lambda.operations, states: this.states.operations },
    });
    for (const { port, service, server } of endpoints) network.attach(port, service, server);
    network.attach(CREDENTIALS_PORT, 'credentials', credentialsServer());
  }

  private resourceHandlers(): Record<string, ResourceHandler> {
    const { clock, random } = this.base;
    const providers = new ProviderFunctions();
    const now = () => clock.now();
    return {
      ...storeResources({ tables: this.tables, objects: this.objects, keys: this.keys }),
      ...taskDefinitionResources(this.taskDefinitions),
      ...queueResources(this.deadLetters),
      ...topicResources(this.topics),
      ...ruleResources(this.bus),
      ...scheduleResources(this.scheduler, now),
      ...alarmResources(this.cloudWatch.alarms),
      ...stateMachineResources(this.states),
      ...lambdaResources({ lambda: this.lambda, providers, stream: (arn) => this.tables.feed(arn) }),
      ...httpApiResources(this.apis, (functionName, payload) => this.invokeFromApi(functionName, payload), now),
      'Custom::*': customResources(this.lambda, providers, random, this.recall),
    };
  }

  private invokeFromApi(functionName: string, payload: string) {
    return this.lambda.invoke({ functionName, payload, type: 'RequestResponse', caller: { id: 'apigateway' } });
  }

  /** Ends all workers. */
  close(): void {
    this.lambda.close();
    this.containers.close();
  }
}

const plainNotification = { subject: null, attributes: {} };
