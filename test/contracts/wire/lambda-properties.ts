import { z } from 'zod';
import type { FunctionConfiguration } from '../../../lib/domain/ports/function-versions.ts';

const propertiesSchema = z.strictObject({
  architectures: z.array(z.string()),
  deadLetterTarget: z.string().nullable(),
  encryptionKey: z.string().nullable(),
  ephemeralStorage: z.number(),
  fileSystems: z.array(z.object({ arn: z.string(), path: z.string() })),
  handler: z.string(),
  image: z.null(),
  layers: z.array(z.string()),
  logging: z.object({ format: z.string(), applicationLevel: z.string(), systemLevel: z.string() }),
  memorySize: z.number(),
  packageType: z.string(),
  runtime: z.string(),
  runtimeVersionArn: z.string(),
  securityGroups: z.array(z.string()),
  subnets: z.array(z.string()),
  timeoutSeconds: z.number(),
  tracingMode: z.string(),
});

/** Properties in the words of Lambda's API; the runtime's version goes its own way. */
export function describedProperties(properties: FunctionConfiguration['properties']) {
  const given = propertiesSchema.parse(properties);
  const { format, applicationLevel, systemLevel } = given.logging;
  return {
    Architectures: given.architectures,
    DeadLetterConfig: given.deadLetterTarget === null ? undefined : { TargetArn: given.deadLetterTarget },
    KMSKeyArn: given.encryptionKey ?? undefined,
    EphemeralStorage: { Size: given.ephemeralStorage },
    FileSystemConfigs: given.fileSystems.map(({ arn, path }) => ({ Arn: arn, LocalMountPath: path })),
    Handler: given.handler,
    Layers: given.layers.map((arn) => ({ Arn: arn, CodeSize: 10 })),
    LoggingConfig: {
      LogFormat: format,
      ApplicationLogLevel: applicationLevel,
      SystemLogLevel: systemLevel,
      LogGroup: '/aws/lambda/predict',
    },
    MemorySize: given.memorySize,
    PackageType: given.packageType,
    Runtime: given.runtime,
    VpcConfig: { SubnetIds: given.subnets, SecurityGroupIds: given.securityGroups, VpcId: '' },
    Timeout: given.timeoutSeconds,
    TracingConfig: { Mode: given.tracingMode },
  };
}
