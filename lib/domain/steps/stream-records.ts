import { z } from 'zod';

/** Records of a DynamoDB stream as an event source mapping delivers them; the items are in DynamoDB's own JSON. */
export const streamEventSchema = z.looseObject({
  Records: z.array(
    z.looseObject({
      eventID: z.string(),
      eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
      dynamodb: z.looseObject({
        SequenceNumber: z.string(),
        Keys: z.record(z.string(), z.record(z.string(), z.unknown())),
        NewImage: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
      }),
    }),
  ),
});

export type StreamEvent = z.infer<typeof streamEventSchema>;

/** What the event source mapping repeats: from the first of these records on. */
export const batchAnswerSchema = z.strictObject({
  batchItemFailures: z.array(z.strictObject({ itemIdentifier: z.string().min(1) })),
});

export type BatchAnswer = z.infer<typeof batchAnswerSchema>;
