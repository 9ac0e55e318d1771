import { z } from 'zod';
import { assessInputSchema, assessOutputSchema } from './assess.ts';
import { compareInputSchema, compareOutputSchema } from './compare.ts';
import { concludeInputSchema, concludeOutputSchema } from './conclude.ts';
import { codeReleaseRequestSchema, customResourceAnswerSchema, liveAliasRequestSchema } from './custom-resources.ts';
import { drillInputSchema, drillOutputSchema } from './drill.ts';
import type { StepName } from './environment.ts';
import { exportInputSchema, exportOutputSchema } from './export.ts';
import { httpRequestSchema, httpResponseSchema } from './http-message.ts';
import { judgeInputSchema, judgeOutputSchema } from './judge.ts';
import { monitorAnswerSchema, monitorEventSchema } from './monitor.ts';
import { predictEventSchema } from './predict.ts';
import { promoteInputSchema, promoteOutputSchema } from './promote.ts';
import { publishInputSchema, publishOutputSchema } from './publish.ts';
import { reconcileAnswerSchema, reconcileEventSchema } from './reconcile.ts';
import { registerInputSchema, registerOutputSchema } from './register.ts';
import { rollBackInputSchema, rollBackOutputSchema } from './roll-back.ts';
import { shiftInputSchema, shiftOutputSchema } from './shift.ts';
import { smokeTestInputSchema, smokeTestReplySchema } from './smoke-test.ts';
import { batchAnswerSchema, streamEventSchema } from './stream-records.ts';
import { trainAnswerSchema, trainInputSchema } from './train.ts';

/** What each step takes and gives; its handler checks both. */
export const stepContracts = {
  assess: { input: assessInputSchema, output: assessOutputSchema },
  export: { input: exportInputSchema, output: exportOutputSchema },
  train: { input: trainInputSchema, output: trainAnswerSchema },
  compare: { input: compareInputSchema, output: compareOutputSchema },
  register: { input: registerInputSchema, output: registerOutputSchema },
  publish: { input: publishInputSchema, output: publishOutputSchema },
  'smoke-test': { input: smokeTestInputSchema, output: smokeTestReplySchema },
  drill: { input: drillInputSchema, output: drillOutputSchema },
  shift: { input: shiftInputSchema, output: shiftOutputSchema },
  judge: { input: judgeInputSchema, output: judgeOutputSchema },
  promote: { input: promoteInputSchema, output: promoteOutputSchema },
  'roll-back': { input: rollBackInputSchema, output: rollBackOutputSchema },
  conclude: { input: concludeInputSchema, output: concludeOutputSchema },
  reconcile: { input: reconcileEventSchema, output: reconcileAnswerSchema },
  monitor: { input: monitorEventSchema, output: monitorAnswerSchema },
  notify: { input: streamEventSchema, output: batchAnswerSchema },
  predict: { input: predictEventSchema, output: z.union([smokeTestReplySchema, httpResponseSchema]) },
  feedback: { input: httpRequestSchema, output: httpResponseSchema },
  archive: { input: streamEventSchema, output: batchAnswerSchema },
  query: { input: httpRequestSchema, output: httpResponseSchema },
  'live-alias': { input: liveAliasRequestSchema, output: customResourceAnswerSchema },
  'code-release': { input: codeReleaseRequestSchema, output: customResourceAnswerSchema },
} as const satisfies Readonly<Record<StepName, { readonly input: z.ZodType; readonly output: z.ZodType }>>;

type Contracts = typeof stepContracts;

export type StepInput<S extends StepName> = z.output<Contracts[S]['input']>;
export type StepOutput<S extends StepName> = z.output<Contracts[S]['output']>;
