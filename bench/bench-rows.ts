/** One measurement. `target` is a comparison of `ratio`, or of `ours` where there is no ratio. */
export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly ratio: number | null;
  readonly target: string;
  readonly met: boolean;
}

/** A measurement without a peer. */
export function row(name: string, ours: number, target: string): BenchRow {
  return { name, ours: rounded(ours), peer: null, ratio: null, target, met: meets(ours, target) };
}

/** A measurement beside that of a peer. */
export function rowWithPeer(name: string, ours: number, peer: number, target: string): BenchRow {
  const ratio = ours / peer;
  return { name, ours: rounded(ours), peer: rounded(peer), ratio: rounded(ratio), target, met: meets(ratio, target) };
}

/** A time beside that of a peer; the ratio is how many times faster ours is. */
export function timesFaster(name: string, ours: number, peer: number, target: string): BenchRow {
  const ratio = peer / ours;
  return { name, ours: rounded(ours), peer: rounded(peer), ratio: rounded(ratio), target, met: meets(ratio, target) };
}

/** A measurement beside that of a peer where their ratio would say nothing, such as that of chances next to 0. */
export function rowBesidePeer(name: string, ours: number, peer: number, target: string): BenchRow {
  return { name, ours: rounded(ours), peer: rounded(peer), ratio: null, target, met: meets(ours, target) };
}

/** A measurement for whoever wants to know; nothing is promised. */
export function figure(name: string, ours: number): BenchRow {
  return { name, ours: rounded(ours), peer: null, ratio: null, target: 'none', met: true };
}

/** Both measurements for whoever compares them; nothing is promised. */
export function reference(name: string, ours: number, peer: number): BenchRow {
  return { name, ours: rounded(ours), peer: rounded(peer), ratio: rounded(ours / peer), target: 'none', met: true };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function meets(value: number, target: string): boolean {
  const bound = Number(target.slice(2));
  return target.startsWith('>=') ? value >= bound : value <= bound;
}

/** One JSON array with `--json`, else a table for people. */
export function printRows(rows: readonly BenchRow[]): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(rows, null, 2));
    return;
  }
  for (const { name, ours, peer, ratio, target, met } of rows) {
    const against = peer === null ? '' : `, peer ${peer}`;
    const times = ratio === null ? '' : `, ratio ${ratio}`;
    const figures = `${String(ours).padStart(9)}  ${target.padEnd(8)}`;
    console.log(`${met ? 'met   ' : 'missed'}  ${figures} ${name}${against}${times}`);
  }
}
