import { z } from 'zod';
import { fargateSizes } from '../training-engine/engine-capacity.ts';
import { choice, text } from './definition-values.ts';
import type { ParameterValue } from './trainer-settings.ts';

/** Where the code of a trainer of the user's own is, and how large its container. */
export interface TrainerContainer {
  /** Whatever the image starts; null where there is a module. */
  readonly image: string | null;
  /** File with an export `train`; null where there is an image. */
  readonly module: string | null;
  readonly architecture: 'arm64' | 'x86-64';
  readonly megabytes: number;
}

/** A trainer of the user's own, which reads rows and writes a model file. */
export interface ExternalTrainer {
  readonly kind: 'external';
  /** Handed on as they are. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly container: TrainerContainer;
}

const sizes = fargateSizes.map(({ megabytes }) => megabytes);
const [smallest] = fargateSizes;
const sizesExpected = `should be ${sizes.join(' or ')}`;

const image = text(
  'a container image with a tag or digest, such as "public.ecr.aws/acme/trainer:1.4"',
  /^[a-z0-9][\w.-]*(:\d{1,5})?(\/[a-z0-9][\w.-]*)*(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})$/,
);

const module = text(
  'the path of a JavaScript module below the folder of cdk.json, such as "trainers/mlp.mjs"',
  /^(?![./])(?!.*\.\.)[\w./-]{1,200}\.m?js$/,
);

const parameters = z
  .record(
    z.string().min(1).max(100),
    z.union([z.number(), z.string(), z.boolean(), z.array(z.string())]),
    'should be an object such as {"layers": 2}',
  )
  .default({});

/** Fields of such a trainer beside its kind and its search. */
export const externalFields = {
  image: image.optional(),
  module: module.optional(),
  architecture: choice(['arm64', 'x86-64']).optional(),
  megabytes: z.literal(sizes, sizesExpected).optional(),
  parameters,
};

interface ExternalFields {
  readonly image?: string | undefined;
  readonly module?: string | undefined;
  readonly architecture?: TrainerContainer['architecture'] | undefined;
  readonly megabytes?: number | undefined;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** The members that say in a model where it was trained. */
const provenance = ['image', 'module'] as const;

/** Exactly one place that the code comes from, and parameters that cannot be mistaken for it. */
export function checkExternal(trainer: ExternalFields, context: z.RefinementCtx): void {
  if ((trainer.image === undefined) === (trainer.module === undefined)) {
    const message = 'should have an image or a module, and not both, such as {"module": "trainers/mlp.mjs"}';
    context.addIssue({ code: 'custom', message, input: trainer });
  }
  if (trainer.module !== undefined && trainer.architecture !== undefined) {
    const message = 'should be left out beside a module, which runs on arm64';
    context.addIssue({ code: 'custom', message, path: ['architecture'], input: trainer.architecture });
  }
  for (const name of provenance.filter((one) => Object.hasOwn(trainer.parameters, one))) {
    const message = 'should have another name: the record of a model says there where its trainer is';
    context.addIssue({ code: 'custom', message, path: ['parameters', name], input: trainer.parameters[name] });
  }
}

export function containerOf({ image, module, architecture, megabytes }: ExternalFields): TrainerContainer {
  return {
    image: image ?? null,
    module: module ?? null,
    architecture: architecture ?? 'arm64',
    megabytes: megabytes ?? smallest.megabytes,
  };
}

/** A trainer as the model it trained tells of it. */
export function externalProvenance({ parameters, container: { image, module } }: ExternalTrainer) {
  return {
    kind: 'external',
    parameters: { ...parameters, ...(image === null ? { module: module ?? '' } : { image }) },
  };
}
