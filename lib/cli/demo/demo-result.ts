import type { EventOf } from '../../domain/ledger/ledger-event.ts';

/** What a demo came to, as `--json` prints it. Hours are virtual and count from the deployment. */
export interface DemoResult {
  readonly seed: string;
  readonly model: string;
  readonly virtualHours: number;
  readonly wallSeconds: number;
  /** Oldest first. */
  readonly executions: readonly DemoExecution[];
  readonly champion: { readonly modelVersion: string; readonly functionVersion: string };
  /** Highest first. */
  readonly versions: readonly DemoVersion[];
  readonly canaries: readonly DemoCanary[];
  readonly rollbacks: readonly DemoRollback[];
  /** Requests by the function version that executed them. */
  readonly served: Readonly<Record<string, number>>;
  readonly failedRequests: number;
  /** Hash of the ledger's newest entry. */
  readonly ledgerHead: string;
  /** SHA-256 of everything that happened. */
  readonly eventLogDigest: string;
}

export interface DemoExecution {
  readonly name: string;
  readonly machine: 'retrain' | 'rollback';
  readonly trigger: string;
  /** As Step Functions calls it. */
  readonly status: string;
  readonly decision: string;
  readonly reason: string;
  /** Null where no model was trained or released. */
  readonly modelVersion: string | null;
  readonly functionVersion: string | null;
}

export interface DemoVersion {
  readonly modelVersion: string;
  readonly role: string;
  /** On the holdout. */
  readonly auc: number | null;
  /** Rows that it was trained, validated and compared on. */
  readonly rows: number;
  /** What became of it, in a few words. */
  readonly fate: string;
}

export interface DemoCanary {
  readonly modelVersion: string;
  readonly functionVersion: string;
  readonly steps: readonly DemoStep[];
  readonly outcome: 'promoted' | 'rolled-back' | 'ended';
}

export interface DemoStep {
  /** Share of the traffic; 1 from the promotion to the end of probation. */
  readonly weight: number;
  readonly fromHour: number;
  readonly toHour: number;
  /** That the challenger answered meanwhile. */
  readonly requests: number;
}

export interface DemoRollback {
  /** Model version that lost its traffic. */
  readonly from: string;
  readonly to: string;
  readonly cause: EventOf<'rolled-back'>['cause'];
  readonly reason: string;
  /** From the first request that felt it, or from the request to roll back, until all traffic was back. */
  readonly virtualSecondsToRestore: number;
  /** One after the other, by whoever gave the traffic back. */
  readonly awsCallsToRestore: number;
}
