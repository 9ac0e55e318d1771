import { z } from 'zod';

const requestShape = {
  RequestId: z.string().min(1),
  StackId: z.string().min(1),
  LogicalResourceId: z.string().min(1),
};
const functionShape = { FunctionName: z.string().min(1) };

const request = <Properties extends z.ZodType>(properties: Properties) =>
  z.discriminatedUnion('RequestType', [
    z.looseObject({ RequestType: z.literal('Create'), ...requestShape, ResourceProperties: properties }),
    z.looseObject({
      RequestType: z.literal('Update'),
      ...requestShape,
      PhysicalResourceId: z.string(),
      ResourceProperties: properties,
      OldResourceProperties: z.looseObject({}),
    }),
    z.looseObject({
      RequestType: z.literal('Delete'),
      ...requestShape,
      PhysicalResourceId: z.string(),
      ResourceProperties: properties,
    }),
  ]);

/** CloudFormation's request for `Custom::LiveAlias`. */
export const liveAliasRequestSchema = request(z.looseObject({ ...functionShape, AliasName: z.string().min(1) }));

export type LiveAliasRequest = z.infer<typeof liveAliasRequestSchema>;

/** CloudFormation's request for `Custom::CodeRelease`. */
export const codeReleaseRequestSchema = request(z.looseObject(functionShape));

export type CodeReleaseRequest = z.infer<typeof codeReleaseRequestSchema>;

/** What CloudFormation is told. */
export const customResourceAnswerSchema = z.strictObject({
  PhysicalResourceId: z.string().min(1).max(1024),
  Data: z.record(z.string(), z.string()).optional(),
});

export type CustomResourceAnswer = z.infer<typeof customResourceAnswerSchema>;
