import { exportsBelow } from './module-exports.ts';

/** The parts of the permission table that are read here. */
interface PermissionTable {
  readonly predictGrants: readonly Grant[];
  readonly stepGrants: Readonly<Record<string, readonly Grant[]>>;
}

type Grant = (resources: Readonly<Record<string, unknown>>) => { toStatementJson(): unknown };

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const resources = {
  modelName: 'm',
  registryTableArn: 'registry',
  artifactBucketArn: 'bucket',
  dataKeyArn: 'data-key',
  signingKeyArn: 'signing-key',
  definitionObjectArn: 'definition',
  predictionsTableArn: 'predictions',
  outcomesTableArn: 'outcomes',
  retrainMachineArn: 'retrain',
  retrainExecutionsArn: 'executions',
  alarmArns: ['alarms'],
  predictFunctionArn: 'predict',
};

/** What one step of a model may do, in the columns of the permission table. */
export interface StepRights {
  readonly step: string;
  readonly ledger: string;
  readonly versionRecords: string;
  readonly objects: string;
  readonly functionAndAlias: string;
  readonly other: string;
}

/** The rights of every step, as the policies of its role have them. */
export async function readStepRights(): Promise<StepRights[]> {
  const table = (await exportsBelow('lib/constructs')) as unknown as PermissionTable;
  const steps = { predict: table.predictGrants, ...table.stepGrants };
  return Object.entries(steps).map(([step, grants]) =>
    rightsOf(
      step,
      grants.map((grant) => grant(resources).toStatementJson() as Statement),
    ),
  );
}

function rightsOf(step: string, statements: readonly Statement[]): StepRights {
  return {
    step,
    ledger: onPartition('ledger#m', statements, 'append'),
    versionRecords: onPartition('version#m', statements, 'register'),
    objects: objectRights(statements),
    functionAndAlias: actionsOf('lambda', statements).join(', '),
    other: otherRights(statements),
  };
}

const list = (value: string | readonly string[] | undefined): readonly string[] => [value ?? []].flat();

function onPartition(partition: string, statements: readonly Statement[], writing: string): string {
  const actions = statements
    .filter(({ Condition }) =>
      list(Condition?.['ForAllValues:StringEquals']?.['dynamodb:LeadingKeys']).includes(partition),
    )
    .flatMap(({ Action }) => list(Action));
  if (actions.length === 0) return '';
  return actions.includes('dynamodb:PutItem') ? writing : 'read';
}

function objectRights(statements: readonly Statement[]): string {
  const folders = (action: string) =>
    statements
      .filter(({ Action }) => list(Action).includes(action))
      .flatMap(({ Resource }) => list(Resource))
      .map((resource) => resource.replace(/^bucket\/m\/(\w+)\/\*$/, '$1'));
  const listed = statements.some(({ Action }) => list(Action).includes('s3:ListBucket')) ? ['list outcomes'] : [];
  return [...words('read', folders('s3:GetObject')), ...listed, ...words('write', folders('s3:PutObject'))].join('; ');
}

function words(verb: string, folders: readonly string[]): string[] {
  return folders.length === 0 ? [] : [`${verb} ${[...new Set(folders)].sort().join(', ')}`];
}

function actionsOf(service: string, statements: readonly Statement[]): string[] {
  const actions = statements.flatMap(({ Action }) => list(Action)).filter((action) => action.startsWith(`${service}:`));
  return [...new Set(actions.map((action) => action.slice(service.length + 1)))].sort();
}

function otherRights(statements: readonly Statement[]): string {
  const keys = statements.filter(({ Action }) => list(Action).some((action) => action.startsWith('kms:')));
  const tables = statements.filter(({ Resource }) =>
    list(Resource).some((one) => one === 'predictions' || one === 'outcomes'),
  );
  const machines = statements.filter(({ Action }) => list(Action).includes('states:StartExecution'));
  return [
    ...tables.map((one) => `${one.Resource}: ${actionsOf('dynamodb', [one]).join(', ')}`),
    ...actionsOf('cloudwatch', statements),
    ...(actionsOf('states', statements).includes('DescribeExecution') ? ['DescribeExecution'] : []),
    ...machines.map(({ Resource }) => `start ${Resource}`),
    ...keys.map(({ Action, Resource }) =>
      Resource === 'data-key' ? 'data key' : actionsOf('kms', [{ Action, Resource }]).join(),
    ),
  ].join('; ');
}
