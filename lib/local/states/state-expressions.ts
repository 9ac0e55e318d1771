import type { State, Template } from './definition.ts';
import { type Compile, type Expression, ExpressionSyntaxError, isExpression } from './expressions.ts';
import type { Problems } from './field-check.ts';
import { isObject } from './json.ts';

/** A field of a state that may hold expressions, and the members of `$states` that it can read. */
interface ExpressionField {
  readonly field: string;
  readonly template: Template;
  readonly members: readonly string[];
}

/** An expression at its place in a state. */
export interface PlacedExpression {
  readonly field: string;
  readonly members: readonly string[];
  readonly expression: Expression;
}

const ALWAYS = ['input', 'context'];
const AFTER_RESULT = [...ALWAYS, 'result'];
const AFTER_ERROR = [...ALWAYS, 'errorOutput'];

/** All expressions of one state; what does not parse becomes a problem. */
export function stateExpressions(
  state: State,
  where: string,
  compile: Compile,
  problems: Problems,
): PlacedExpression[] {
  return expressionFields(state).flatMap(({ field, template, members }) =>
    [...leaves(template, field)].flatMap(({ text, field: place }) => {
      try {
        return [{ field: place, members, expression: compile(text) }];
      } catch (error) {
        if (!(error instanceof ExpressionSyntaxError)) throw error;
        problems.push(`${where}: ${place}: the expression ${text} does not parse: ${error.message}`);
        return [];
      }
    }),
  );
}

function expressionFields(state: State): ExpressionField[] {
  const hasResult = state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel';
  const rules = state.Type === 'Choice' ? state.Choices : [];
  const catchers = hasResult ? (state.Catch ?? []) : [];
  return [
    ...Object.entries(state)
      .filter(([field]) => PLAIN_FIELDS.has(field))
      .map(([field, template]) => ({ field, template, members: ALWAYS })),
    ...results(state, '', hasResult ? AFTER_RESULT : ALWAYS),
    ...rules.map((rule, index) => ({
      field: `Choices[${index}]/Condition`,
      template: rule.Condition,
      members: ALWAYS,
    })),
    ...rules.flatMap((rule, index) => results(rule, `Choices[${index}]/`, ALWAYS)),
    ...catchers.flatMap((catcher, index) => results(catcher, `Catch[${index}]/`, AFTER_ERROR)),
  ];
}

const PLAIN_FIELDS = new Set(
  'Arguments TimeoutSeconds HeartbeatSeconds Seconds Timestamp Items ItemSelector MaxConcurrency Error Cause'.split(
    ' ',
  ),
);

function results(of: object, prefix: string, members: readonly string[]): ExpressionField[] {
  const { Assign, Output } = of as { readonly Assign?: Template; readonly Output?: Template };
  return [
    { field: `${prefix}Assign`, template: Assign, members },
    { field: `${prefix}Output`, template: Output, members },
  ];
}

/** The expressions in a template, with the path that error messages use: `/` before a key, `[]` around an index. */
function* leaves(template: Template, field: string): Generator<{ readonly text: string; readonly field: string }> {
  if (isExpression(template)) yield { text: template, field };
  else if (Array.isArray(template)) {
    for (const [index, item] of template.entries()) yield* leaves(item, `${field}[${index}]`);
  } else if (isObject(template)) {
    for (const [key, value] of Object.entries(template)) yield* leaves(value, `${field}/${key}`);
  }
}
