import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const notOurs = ['node_modules', 'dist', 'cdk.out', 'coverage', '.git'];

/** Every page of the repository, as paths from its root. */
export function pages(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.includes(entry.name) ? [] : pages(path);
    return entry.name.endsWith('.md') ? [relative(root, path)] : [];
  });
}

export function readPage(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

const FENCE = /^```(\w*)\n(.*?)^```$/gms;

/** Contents of the code blocks in one language. */
export function codeBlocks(text: string, language: string): string[] {
  return [...text.matchAll(FENCE)].flatMap(([, tag, content = '']) => (tag === language ? [content] : []));
}

export function withoutCodeBlocks(text: string): string {
  return text.replaceAll(FENCE, '');
}

/** Headings of one level (1 to 6), in order. */
export function headings(text: string, level: number): string[] {
  const heading = new RegExp(`^#{${level}} +(.+)$`, 'gm');
  return [...withoutCodeBlocks(text).matchAll(heading)].map(([, title = '']) => title.trim());
}

/** Every anchor of a page, as GitHub makes them out of headings. */
export function anchors(text: string): string[] {
  return [1, 2, 3, 4, 5, 6].flatMap((level) => headings(text, level)).map(anchorOf);
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

/** The text under a heading of any level, up to the next heading of that level or above. */
export function section(text: string, title: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ +/, '') === title);
  if (start === -1) throw new Error(`there should be a heading '${title}'`);
  const level = lines[start]?.indexOf(' ') ?? 1;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => (/^#+(?= )/.exec(line)?.[0].length ?? 9) <= level);
  return rest.slice(0, end === -1 ? undefined : end).join('\n');
}

/** Rows of all tables in a text, without their header rows; cells are trimmed, `\|` is a bar. */
export function tableRows(text: string): string[][] {
  const lines = withoutCodeBlocks(text).split('\n');
  const isRow = (line: string | undefined) => line?.startsWith('|') === true;
  const isRule = (line: string | undefined) => line !== undefined && /^\|[\s|:-]+\|$/.test(line);
  return lines.filter((line, index) => isRow(line) && !isRule(line) && !isRule(lines[index + 1])).map(cells);
}

function cells(row: string): string[] {
  const inner = row.replace(/^\|/, '').replace(/\|\s*$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** What stands in backticks in a cell or sentence. */
export function codeSpans(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}
