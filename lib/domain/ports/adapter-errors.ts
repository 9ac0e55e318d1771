import { RatchetError } from '../errors.ts';

/** A model version of that number is registered already: take the next one. */
export class VersionTaken extends RatchetError {
  override readonly name = 'VersionTaken';
}

/** A version record was altered; the message names the record and what does not fit. */
export class RecordBroken extends RatchetError {
  override readonly name = 'RecordBroken';
}

/** A Prometheus server gave no single number; the message names the server and what came instead. */
export class PrometheusFailed extends RatchetError {
  override readonly name = 'PrometheusFailed';
}

/** An object is not, or no longer, in the artefact store. */
export class ArtifactMissing extends RatchetError {
  override readonly name = 'ArtifactMissing';
}

/** The bytes in the artefact store are not those that were recorded; nothing has parsed them. */
export class ArtifactHashMismatch extends RatchetError {
  override readonly name = 'ArtifactHashMismatch';
}

/** An artefact has the right bytes, but they are not what its reader knows; the message names every wrong field. */
export class ArtifactBroken extends RatchetError {
  override readonly name = 'ArtifactBroken';
}

/** A file is no evidence that was exported of a model, or it was changed so that it cannot be read. */
export class EvidenceBroken extends RatchetError {
  override readonly name = 'EvidenceBroken';
}

/** The same question was answered otherwise before: by other code, or the record was altered. */
export class DecisionConflict extends RatchetError {
  override readonly name = 'DecisionConflict';
}

/** What is stored as the record of a decision is none, or lies in another place than it says. */
export class DecisionBroken extends RatchetError {
  override readonly name = 'DecisionBroken';
}

/** The function is being updated: wait and read its configuration again. */
export class FunctionBusy extends RatchetError {
  override readonly name = 'FunctionBusy';
}

/** Somebody else changed the function or alias since its revision id was read: read again and decide again. */
export class RevisionMoved extends RatchetError {
  override readonly name = 'RevisionMoved';
}

/** No function version or alias of that name exists. */
export class FunctionMissing extends RatchetError {
  override readonly name = 'FunctionMissing';
}

/** The code is not the one that was asked to be published. */
export class CodeMoved extends RatchetError {
  override readonly name = 'CodeMoved';
}

/** An execution of that name has already run, with whatever input. */
export class ExecutionExists extends RatchetError {
  override readonly name = 'ExecutionExists';
}

/** An event was not accepted by the event bus. */
export class EventRefused extends RatchetError {
  override readonly name = 'EventRefused';
}

/** Counts of a release came back incomplete: ask again, never take what is missing for zero. */
export class MetricsIncomplete extends RatchetError {
  override readonly name = 'MetricsIncomplete';
}
