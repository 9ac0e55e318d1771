import { InvalidDefinition, type Problem } from '../errors.ts';
import { valueText } from '../problems.ts';
import { jsonFault } from './json-syntax.ts';
import {
  type DefinitionReading,
  LONGEST_DEFINITION,
  type ModelDefinition,
  readModelDefinition,
} from './model-definition.ts';

/** A definition's text and where it comes from, such as the file's path. */
export interface DefinitionText {
  readonly source: string;
  readonly text: string;
}

/** The definitions of all models. Throws `InvalidDefinition`, which lists every wrong field of every file. */
export function parseModelDefinitions(files: readonly DefinitionText[]): readonly ModelDefinition[] {
  const readings = files.map(({ source, text }) => ({ source, reading: readText(text) }));
  const problems = [
    ...readings.flatMap(({ source, reading }) => reading.problems.map(placedIn(source))),
    ...sameNames(readings),
  ];
  if (problems.length > 0) throw new InvalidDefinition('model definitions', problems);
  return readings.flatMap(({ reading }) => (reading.definition === null ? [] : [reading.definition]));
}

function readText(text: string): DefinitionReading {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > LONGEST_DEFINITION) {
    return unreadable({
      path: '',
      expected: `should be at most ${LONGEST_DEFINITION} bytes long`,
      got: `${bytes} bytes`,
    });
  }
  const fault = jsonFault(text);
  if (fault === null) return readModelDefinition(JSON.parse(text));
  const before = text.slice(0, fault.offset).split('\n');
  const position = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  const there = text.slice(fault.offset).split('\n', 1)[0] ?? '';
  const got = fault.offset === text.length ? 'the end of the file' : valueText(there.slice(0, 40).toWellFormed());
  return unreadable({ path: '', expected: `should be JSON with ${fault.expected} at ${position}`, got });
}

function unreadable(problem: Problem): DefinitionReading {
  return { definition: null, problems: [problem], name: undefined };
}

function placedIn(source: string): (problem: Problem) => Problem {
  return (problem) => ({ ...problem, path: problem.path === '' ? source : `${source}: ${problem.path}` });
}

function sameNames(readings: readonly { readonly source: string; readonly reading: DefinitionReading }[]): Problem[] {
  const first = new Map<string, string>();
  return readings.flatMap(({ source, reading }) => {
    const name = reading.definition === null ? reading.name : reading.definition.name;
    if (name === undefined) return [];
    const other = first.get(name);
    if (other === undefined) first.set(name, source);
    return other === undefined
      ? []
      : [{ path: `${source}: name`, expected: `should be unlike the name in ${other}`, got: valueText(name) }];
  });
}
