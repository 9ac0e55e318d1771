import type { StreamCheckpoint, StreamMapping } from './stream-mapping.ts';

/** The mappings that feed streams to functions now. */
export class StreamMappings {
  private readonly running = new Set<StreamMapping>();

  start(mapping: StreamMapping): { stop(): void } {
    this.running.add(mapping);
    return {
      stop: () => {
        this.running.delete(mapping);
        mapping.stop();
      },
    };
  }

  checkpoints(): StreamCheckpoint[] {
    return [...this.running].map((mapping) => mapping.checkpoint());
  }

  resume(kept: readonly StreamCheckpoint[]): void {
    for (const mapping of this.running) {
      const { functionName, streamArn } = mapping.checkpoint();
      const found = kept.find((one) => one.functionName === functionName && one.streamArn === streamArn);
      if (found !== undefined) mapping.resume(found);
    }
  }
}
