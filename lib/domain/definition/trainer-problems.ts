import type { Problem } from '../errors.ts';
import type { FileParts } from './definition-file.ts';
import { type Intact, problemAt } from './definition-parts.ts';

/** What trainers ask for that the features and labels of the definition cannot give. */
export function trainerProblems({ trainers, features, classes }: FileParts, intact: Intact): Problem[] {
  const numeric = intact('features') ? (features?.numeric ?? []) : null;
  return (trainers ?? []).flatMap((trainer, index) => {
    const path = ['trainers', index, 'parameters'];
    if (trainer?.kind === 'xgboost') return classWeightProblems(trainer.parameters, classes, path);
    return trainer?.kind === 'gradient-boosted-trees' ? monotoneProblems(trainer.parameters, numeric, path) : [];
  });
}

type Path = readonly PropertyKey[];

function classWeightProblems(
  parameters: { readonly scale_pos_weight?: number } | undefined,
  classes: FileParts['classes'],
  path: Path,
): Problem[] {
  const weight = parameters?.scale_pos_weight ?? 1;
  if (weight === 1 || classes === undefined) return [];
  return [problemAt([...path, 'scale_pos_weight'], 'should be left out: classes have no positive one', weight)];
}

interface Monotone {
  readonly risingFeatures?: readonly (string | undefined)[];
  readonly fallingFeatures?: readonly (string | undefined)[];
  readonly warmStart?: boolean;
}

/** `numeric` is null where the features are wrong themselves. */
function monotoneProblems(
  { risingFeatures = [], fallingFeatures = [], warmStart }: Monotone = {},
  numeric: readonly (string | undefined)[] | null,
  path: Path,
): Problem[] {
  const lists = { risingFeatures, fallingFeatures };
  const strangers = Object.entries(lists).flatMap(([name, list]) =>
    list.flatMap((feature, place) =>
      numeric === null || feature === undefined || numeric.includes(feature)
        ? []
        : [problemAt([...path, name, place], 'should be a numeric feature of the definition', feature)],
    ),
  );
  const both = fallingFeatures.flatMap((feature, place) =>
    feature !== undefined && risingFeatures.includes(feature)
      ? [problemAt([...path, 'fallingFeatures', place], "should not be among 'risingFeatures' too", feature)]
      : [],
  );
  if (!warmStart || risingFeatures.length + fallingFeatures.length === 0) return [...strangers, ...both];
  const expected =
    "should be false beside 'risingFeatures' or 'fallingFeatures': the champion's trees may do otherwise";
  return [...strangers, ...both, problemAt([...path, 'warmStart'], expected, warmStart)];
}
