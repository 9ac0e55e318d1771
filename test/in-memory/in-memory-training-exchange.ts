import { ArtifactBroken, ArtifactMissing } from '../../lib/domain/ports/adapter-errors.ts';
import type { TrainingExchange } from '../../lib/domain/ports/training-exchange.ts';

export interface InMemoryTrainingExchange extends TrainingExchange {
  readonly files: Map<string, Uint8Array>;
}

/** Files that live as long as the test. */
export function inMemoryTrainingExchange(): InMemoryTrainingExchange {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    async write(key, content) {
      if (!files.has(key)) files.set(key, content.slice());
    },
    async read(key, mostBytes) {
      const content = files.get(key);
      if (content === undefined) throw new ArtifactMissing(`${key} does not exist`);
      if (content.length <= mostBytes) return content.slice();
      throw new ArtifactBroken(`${key} should have at most ${mostBytes} bytes, got ${content.length}`);
    },
  };
}
