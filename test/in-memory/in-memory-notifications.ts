import { type Notifications, subjectLine } from '../../lib/domain/ports/announcements.ts';

type Message = Parameters<Notifications['send']>[0];

export interface InMemoryNotifications extends Notifications {
  readonly sent: Message[];
}

export function inMemoryNotifications(): InMemoryNotifications {
  const sent: Message[] = [];
  return {
    sent,
    async send({ subject, body, attributes }) {
      sent.push({ subject: subjectLine(subject), body, attributes: { ...attributes } });
    },
  };
}
