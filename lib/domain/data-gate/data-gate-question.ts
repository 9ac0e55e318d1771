import type { ModelArtifact } from '../artifacts/model-artifact.ts';
import type { StoredOutcome } from '../artifacts/outcome.ts';
import type { Snapshot } from '../artifacts/snapshot.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import type { RetrainRequest } from '../steps/retrain-request.ts';

/** What is known of the data before anything is trained on them. */
export interface DataGateQuestion {
  readonly definition: Pick<
    ModelDefinition,
    | 'samples'
    | 'gate'
    | 'triggers'
    | 'target'
    | 'positiveClass'
    | 'classes'
    | 'labels'
    | 'features'
    | 'featureRules'
    | 'tenant'
    | 'tenantHash'
  >;
  readonly request: Pick<RetrainRequest, 'trigger' | 'schedule'>;
  readonly rows: readonly Pick<StoredOutcome, 'label' | 'features' | 'receivedAt'>[];
  /** Ids that came with more than one content; of each the earliest arrival is among the rows. */
  readonly contradictedIds: number;
  /** Null when nothing was trained on outcomes yet. */
  readonly previous: Pick<Snapshot, 'rows' | 'watermark' | 'labels'> | null;
  /** Null when there is none. */
  readonly champion: ChampionSchema | null;
}

/** What the champion reads and predicts. */
export interface ChampionSchema extends Pick<ModelArtifact, 'target' | 'positiveClass' | 'classes' | 'features'> {
  readonly modelVersion: string;
}
