import type { SentNotices } from '../../lib/domain/ports/announcements.ts';

export function inMemorySentNotices(): SentNotices {
  const sent = new Set<string>();
  const keyOf = (modelName: string, sequence: number) => `${modelName}#${sequence}`;
  return {
    isSent: async (modelName, sequence) => sent.has(keyOf(modelName, sequence)),
    async markSent(modelName, sequence) {
      sent.add(keyOf(modelName, sequence));
    },
    async newest(modelName) {
      const own = [...sent].filter((key) => key.startsWith(`${modelName}#`));
      return own.length === 0 ? null : Math.max(...own.map((key) => Number(key.slice(modelName.length + 1))));
    },
  };
}
