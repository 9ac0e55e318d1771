import { z } from 'zod';
import { alarmsSchema } from './alarm-settings.ts';
import { canarySchema } from './canary-plan.ts';
import type { Parts } from './definition-parts.ts';
import { columnName, text } from './definition-values.ts';
import { featureRulesSchema } from './feature-rules.ts';
import { featureSetSchema } from './feature-set.ts';
import { gateSchema } from './gate-settings.ts';
import { limitsSchema } from './limit-envelopes.ts';
import { outcomeColumnsSchema } from './outcome-columns.ts';
import { labelListSchema, labelSchema } from './outcome-labels.ts';
import { privacySchema } from './personal-data.ts';
import { policyJsonSchema } from './policy-json.ts';
import { presetNames } from './policy-presets.ts';
import { memorySchema, retentionSchema } from './resource-settings.ts';
import { rollbackSchema } from './rollback-settings.ts';
import { schedulesSchema } from './schedule.ts';
import { trainersSchema } from './trainer-settings.ts';
import { trainingSchema } from './training-settings.ts';
import { samplesSchema, windowSchema } from './training-window.ts';
import { triggersSchema } from './trigger-settings.ts';

const nameSchema = text(
  'a name in kebab case of 3 to 40 characters, such as "bank-marketing"',
  /^(?=.{3,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
);

const policyExpected = `should be ${presetNames.map((name) => `"${name}"`).join(', ')} or the JSON {retrain, canary, rollback}`;
const descriptionExpected = 'should be a text of at most 200 characters';

/** The form of a model's file; what fits together is checked elsewhere. */
export const definitionFileSchema = z
  .strictObject(
    {
      $schema: z.string('should be the path of the JSON schema').optional(),
      name: nameSchema.describe('name of the model; part of ids, metrics and keys'),
      description: z.string(descriptionExpected).max(200, descriptionExpected).optional(),
      policy: z
        .union([z.enum(presetNames), policyJsonSchema], policyExpected)
        .describe('preset that fills in every setting'),
      target: columnName.describe('column that the model predicts'),
      positiveClass: labelSchema.optional().describe('label that counts as positive; or give classes'),
      classes: labelListSchema
        .optional()
        .describe('labels of a model with more than two classes; or give positiveClass'),
      labels: labelListSchema.optional().describe('every label an outcome may carry; any unless told'),
      features: featureSetSchema,
      featureRules: featureRulesSchema.optional().describe('how single features are read, by name'),
      outcome: outcomeColumnsSchema.optional(),
      metricPrefix: text('a metric prefix of at most 32 characters, such as "lead"', /^[a-z][a-z0-9_]{0,31}$/)
        .optional()
        .describe('prefix of the metrics in Prometheus form'),
      tenant: columnName.optional().describe('column of the tenant an outcome belongs to'),
      tenantHash: columnName.optional().describe('column of the hash that stands for the tenant; next to tenant only'),
      schedules: schedulesSchema.optional().describe('an empty list is no schedule'),
      window: windowSchema.optional(),
      samples: samplesSchema.optional(),
      trainers: trainersSchema.optional().describe('trained side by side; the best on validation goes to the gate'),
      gate: gateSchema.optional(),
      triggers: triggersSchema.optional(),
      canary: canarySchema.optional(),
      limits: limitsSchema.optional(),
      rollback: rollbackSchema.optional(),
      alarms: alarmsSchema.optional(),
      retention: retentionSchema.optional(),
      privacy: privacySchema.optional(),
      memory: memorySchema.optional(),
      training: trainingSchema.optional().describe('what trains'),
    },
    'should be a JSON object, such as {"name": "bank-marketing", "policy": "backlink-actions", ...}',
  )
  .meta({ title: 'Model definition', description: 'One model that Ratchet keeps from going stale' });

/** A model's file as it is written; durations are texts such as `24h`. */
export type ModelDefinitionFile = z.input<typeof definitionFileSchema>;

/** The well-formed parts of a model's file. */
export type FileParts = Parts<ModelDefinitionFile>;
