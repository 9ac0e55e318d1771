import { z } from 'zod';

/** A request of an HTTP API, payload format 2.0, as far as Ratchet reads it. */
export const httpRequestSchema = z.looseObject({
  version: z.literal('2.0'),
  rawPath: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  queryStringParameters: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.looseObject({ http: z.looseObject({ method: z.string(), path: z.string() }) }),
});

export type HttpRequest = z.infer<typeof httpRequestSchema>;

/** What a handler answers to an HTTP API. */
export const httpResponseSchema = z.strictObject({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string(),
});

export type HttpResponse = z.infer<typeof httpResponseSchema>;
