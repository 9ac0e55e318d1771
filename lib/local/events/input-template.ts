import type { Json } from './bus-event.ts';

/** Gives the value of a placeholder; undefined where the event has none. */
type PlaceholderReader = (name: string) => Json | undefined;

interface Segment {
  readonly text: string;
  /** Name of the placeholder after the text; null at the end. */
  readonly placeholder: string | null;
  /** Whether the placeholder stands within a text of the template. */
  readonly quoted: boolean;
}

/** An input template: a JSON object with placeholders, or one or more quoted lines of text with placeholders. */
export interface InputTemplate {
  readonly placeholders: readonly string[];
  /** The text that the target gets. */
  render(read: PlaceholderReader): string;
}

/** Reads an input template. Throws when it is neither a JSON object nor quoted text. */
export function compileTemplate(template: string): InputTemplate {
  const segments = segmentsOf(template);
  const names = segments.flatMap(({ placeholder }) => placeholder ?? []);
  const isJson = template.trimStart().startsWith('{');
  const sample = segments.map(
    ({ text, placeholder, quoted }) => text + (placeholder !== null && !quoted ? 'null' : ''),
  );
  if (!isRenderable(sample.join(''), isJson)) {
    throw new Error(`the input template ${template} should be a JSON object, or lines of quoted text`);
  }
  const write = isJson ? writeInJson : writeInText;
  return {
    placeholders: [...new Set(names)],
    render: (read) =>
      segments
        .map(({ text, placeholder, quoted }) => text + (placeholder === null ? '' : write(read(placeholder), quoted)))
        .join(''),
  };
}

/** Whether a target can take a text: JSON, or lines of JSON texts. */
export function isValidInput(text: string): boolean {
  return isRenderable(text, false) || isRenderable(text, true);
}

function isRenderable(text: string, asJson: boolean): boolean {
  try {
    const lines = asJson ? [text] : text.split('\n');
    return lines.every((line) => {
      const value: unknown = JSON.parse(line);
      return asJson ? typeof value === 'object' && value !== null : typeof value === 'string';
    });
  } catch {
    return false;
  }
}

function segmentsOf(template: string): Segment[] {
  const segments: Segment[] = [];
  let quoted = false;
  let start = 0;
  for (const match of template.matchAll(/\\.|"|<(?<name>[^<>]+)>/g)) {
    if (match[0] === '"') quoted = !quoted;
    const name = match.groups?.name;
    if (name === undefined) continue;
    segments.push({ text: template.slice(start, match.index), placeholder: name, quoted });
    start = match.index + match[0].length;
  }
  return [...segments, { text: template.slice(start), placeholder: null, quoted: false }];
}

/** Values keep their JSON form; within quotes a text loses its own. What is missing becomes an empty text. */
function writeInJson(value: Json | undefined, quoted: boolean): string {
  if (value === undefined) return quoted ? '' : '""';
  const json = JSON.stringify(value);
  return quoted && typeof value === 'string' ? json.slice(1, -1) : json;
}

/** As EventBridge does it: texts as they are, everything else as JSON without its quotes. */
function writeInText(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}
