import type { JsonValue } from '../canonical-json.ts';

/** EventBridge source of everything that Ratchet announces. */
export const EVENT_SOURCE = 'ratchet';

export interface EventBus {
  /** Throws `EventRefused`. */
  put(event: {
    readonly detailType: string;
    readonly detail: JsonValue;
    readonly resources: readonly string[];
  }): Promise<void>;
}

export interface Notifications {
  send(message: {
    /** One line of at most 100 characters; anything else is made to fit by `subjectLine`. */
    readonly subject: string;
    readonly body: string;
    readonly attributes: Readonly<Record<string, string>>;
  }): Promise<void>;
}

/** Longest subject that SNS takes; its documentation asks for less than 100 characters. */
const LONGEST_SUBJECT = 99;

/** A subject that is certain to be accepted: one line, cut where it is too long. */
export function subjectLine(text: string): string {
  const characters = [...text.replace(/\p{Cc}+/gu, ' ').trim()];
  if (characters.length <= LONGEST_SUBJECT) return characters.join('');
  return `${characters.slice(0, LONGEST_SUBJECT - 1).join('')}…`;
}

/** Which notices are out. Sending comes first, so that a crash in between repeats a notice and never loses one. */
export interface SentNotices {
  isSent(modelName: string, sequence: number): Promise<boolean>;
  /** Marking twice is fine. */
  markSent(modelName: string, sequence: number): Promise<void>;
  /** Highest sequence number that is marked; null when none is. */
  newest(modelName: string): Promise<number | null>;
}
