import type { Json } from './bus-event.ts';

type Step = { readonly member: string } | { readonly index: number };

const STEP = /\.(?<member>[A-Za-z0-9_/-]+)|\[(?<index>\d+)\]/y;

/** Reads one value of an event: `$.detail.items[0].name`; undefined where there is none. */
export type EventPath = (event: Json) => Json | undefined;

/** Makes a reader of a path of members and indexes. Throws for any other path. */
export function compilePath(path: string): EventPath {
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const groups = STEP.exec(path)?.groups;
    if (groups === undefined) break;
    steps.push(groups.member === undefined ? { index: Number(groups.index) } : { member: groups.member });
  }
  const whole = path === '$' || (path.startsWith('$') && STEP.lastIndex === path.length);
  if (!whole) throw new Error(`the path ${path} is not simulated, only such as $.detail.name or $.resources[0] are`);
  return (event) => steps.reduce<Json | undefined>(follow, event);
}

function follow(value: Json | undefined, step: Step): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return 'index' in step ? value[step.index] : undefined;
  return 'member' in step ? (value as Readonly<Record<string, Json>>)[step.member] : undefined;
}
