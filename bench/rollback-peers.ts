/**
 * Sequential calls of other ways to give traffic back, read from public documentation and source; nothing here was
 * measured. docs/benchmarks.md derives both numbers call by call.
 */
export interface ReferencePeer {
  readonly name: string;
  readonly sequentialCalls: number;
}

/**
 * The least that CodeDeploy's user guide (`deployments-rollback-and-redeploy`, `deployments-stop`) and the managed policy
 * `AWSCodeDeployRoleForLambda` allow: DescribeAlarms, StopDeployment, CreateDeployment, GetAlias, UpdateAlias.
 */
const CODE_DEPLOY_CALLS = 5;

/**
 * From a failed check to restored weights in fluxcd/flagger, `advanceCanary` and `rollback` of
 * pkg/controller/scheduler.go at 0016895, for a Deployment behind the Gateway API: one status update, twelve reads of the
 * next interval, and Get and Update of the HTTPRoute.
 */
const FLAGGER_CALLS = 15;

export const referencePeers: readonly ReferencePeer[] = [
  { name: 'CodeDeploy', sequentialCalls: CODE_DEPLOY_CALLS },
  { name: 'Flagger', sequentialCalls: FLAGGER_CALLS },
];
