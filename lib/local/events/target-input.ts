import type { PropertyReader } from '../cloudwatch/read-properties.ts';
import type { BusEvent, Json } from './bus-event.ts';
import { compilePath, type EventPath } from './event-path.ts';
import { compileTemplate, isValidInput } from './input-template.ts';

/** The rule that an event has met, and when it came in. */
interface RuleContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** ISO time. */
  readonly ingestionTime: string;
}

/** The text that a target gets for an event. */
export type TargetInput = (event: BusEvent, context: RuleContext) => string;

const reserved: Readonly<Record<string, (event: BusEvent, context: RuleContext) => Json>> = {
  'aws.events.rule-arn': (_, { ruleArn }) => ruleArn,
  'aws.events.rule-name': (_, { ruleName }) => ruleName,
  'aws.events.event.ingestion-time': (_, { ingestionTime }) => ingestionTime,
  'aws.events.event.json': (event) => event as BusEvent & Readonly<Record<string, Json>>,
};

/** Reads how a target wants its input: as the event is, as a constant, as a part of the event, or from a template. */
export function readTargetInput(target: PropertyReader): TargetInput {
  const forms = ['Input', 'InputPath', 'InputTransformer'].filter((form) => target.has(form));
  if (forms.length > 1) throw target.refuse(`should have one of ${forms.join(', ')}`);
  if (target.has('Input')) return constantInput(target, target.text('Input'));
  if (target.has('InputPath')) return pathInput(target.attempt(() => compilePath(target.text('InputPath'))));
  const transformer = target.optionalChild('InputTransformer');
  return transformer === undefined ? (event) => JSON.stringify(event) : transformedInput(transformer);
}

function constantInput(target: PropertyReader, input: string): TargetInput {
  if (!isJson(input)) throw target.refuse(`'Input' should be JSON, got ${input}`);
  return () => input;
}

/** A part that is missing, or null, arrives as an empty object. */
function pathInput(read: EventPath): TargetInput {
  return (event) => JSON.stringify(read(asJson(event)) ?? {});
}

function transformedInput(transformer: PropertyReader): TargetInput {
  const paths = readPaths(transformer);
  const template = transformer.attempt(() => compileTemplate(transformer.text('InputTemplate')));
  transformer.finish();
  const unknown = template.placeholders.find((name) => !paths.has(name) && reserved[name] === undefined);
  if (unknown !== undefined) throw transformer.refuse(`nothing is given for the placeholder <${unknown}>`);
  return (event, context) =>
    template.render((name) => reserved[name]?.(event, context) ?? paths.get(name)?.(asJson(event)));
}

function readPaths(transformer: PropertyReader): ReadonlyMap<string, EventPath> {
  const map = transformer.optionalChild('InputPathsMap');
  const names = map?.names() ?? [];
  return new Map(names.map((name) => [name, transformer.attempt(() => compilePath(map?.text(name) ?? ''))]));
}

/** Whether a target can take the text. */
export function isDeliverable(input: string): boolean {
  return isJson(input) || isValidInput(input);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function asJson(event: BusEvent): Json {
  return event as BusEvent & Readonly<Record<string, Json>>;
}
