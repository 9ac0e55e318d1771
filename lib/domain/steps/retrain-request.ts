import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { modelVersionSchema } from '../ledger/model-version.ts';
import { alarmSchema, triggerSchema } from './execution.ts';

/** Input of the Retrain machine. Every field may be left out: `{}` retrains by hand. */
export const retrainRequestSchema = z
  .strictObject({
    /** The console proposes it for an input; it means nothing. */
    Comment: z.string().optional(),
    /**
     * `model` trains a new one, `code` releases the champion's model on new code, `version` releases a registered one;
     * `pause` and `resume` switch the schedules and do nothing else.
     */
    mode: z.enum(['model', 'code', 'version', 'pause', 'resume']).default('model'),
    trigger: triggerSchema.default('manual'),
    /** Name of the schedule that fired. */
    schedule: z.string().min(1).max(64).nullable().default(null),
    /** The time that the schedule was due, which tells a second delivery from a new run. */
    scheduledTime: z.iso.datetime({ offset: true }).nullable().default(null),
    alarm: alarmSchema.nullable().default(null),
    /** The person or program that asks. */
    actor: z.string().min(1).max(256).nullable().default(null),
    reason: z.string().min(1).max(500).nullable().default(null),
    /** Only for mode `version`. */
    modelVersion: modelVersionSchema.nullable().default(null),
    /** Releases against the gate's verdict; needs a reason. */
    force: z.boolean().default(false),
    /** Outcomes of so many days instead of the definition's window. */
    sinceDays: z.int().min(1).max(3650).nullable().default(null),
    /** Also collects outcomes from the definition's HTTP source. */
    useApi: z.boolean().default(false),
    /** Trainer instead of the definition's. */
    modelType: z.string().min(1).max(40).nullable().default(null),
    /** A model file of XGBoost, or in ONNX, in the model's folder `imports`, which is compared and released instead of a trained one. */
    modelFile: z
      .strictObject({ key: z.string().min(1).max(1024), sha256: sha256Schema })
      .nullable()
      .default(null),
    /** False stops after registration, whatever the verdict. */
    autoDeploy: z.boolean().default(true),
  })
  .superRefine(({ mode, modelVersion, modelFile, modelType, force, reason }, context) => {
    if (modelFile !== null && (mode !== 'model' || modelType !== null)) {
      context.addIssue({
        code: 'custom',
        path: ['modelFile'],
        message: "should be given with mode 'model' only, and without a modelType",
      });
    }
    if ((mode === 'version') !== (modelVersion !== null)) {
      context.addIssue({
        code: 'custom',
        path: ['modelVersion'],
        message: "should be given with mode 'version', and only then",
      });
    }
    if (force && reason === null) {
      context.addIssue({ code: 'custom', path: ['reason'], message: 'should say why the verdict is overruled' });
    }
    if (mode === 'pause' && reason === null) {
      context.addIssue({ code: 'custom', path: ['reason'], message: 'should say why the schedules are paused' });
    }
  });

export type RetrainRequest = z.infer<typeof retrainRequestSchema>;

/** What an execution releases. Throws a `RangeError` for one that only switches the schedules and never gets so far. */
export function releaseMode({ mode }: Pick<RetrainRequest, 'mode'>): 'model' | 'code' | 'version' {
  if (mode === 'pause' || mode === 'resume') throw new RangeError(`mode '${mode}' should release nothing`);
  return mode;
}
