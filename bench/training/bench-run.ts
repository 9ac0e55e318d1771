import { bundledScript } from './bundled-script.ts';

export interface BenchSettings {
  /** Pairs of alternating runs; those of the large synthetic table are fewer. */
  readonly repeats: number;
  /** Of the large synthetic table. */
  readonly rows: number;
  /** Whether the table of four times as many rows is measured however long that takes. */
  readonly full: boolean;
}

/** What the measurements have in common. */
export interface BenchRun extends BenchSettings {
  /** Temporary. */
  readonly folder: string;
  /** Says what is being done. */
  readonly tell: (text: string) => void;
  /** The path of one of `scripts`, bundled once. */
  readonly bundled: (name: string) => Promise<string>;
}

export function benchRun(settings: BenchSettings, folder: string, tell: BenchRun['tell']): BenchRun {
  const bundles = new Map<string, Promise<string>>();
  const bundled = (name: string) => {
    const bundle = bundles.get(name) ?? bundledScript(name, folder);
    bundles.set(name, bundle);
    return bundle;
  };
  return { ...settings, folder, tell, bundled };
}

/** Pairs of runs of the large table. */
export function fewerRepeats(repeats: number): number {
  return Math.ceil(repeats * 0.6);
}
