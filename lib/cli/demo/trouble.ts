import type { LocalRuntime } from '../../local/local-runtime.ts';

/** Of five requests so many fail. */
const FAILING = 3;
const SLOW_MILLISECONDS = 900;

/** What the demo breaks on purpose: one function version at a time. */
export class Trouble {
  /** When a client first felt it, in milliseconds since 1970; null while nobody has. */
  feltAt: number | null = null;
  /** The function version that is broken; null while none is. */
  injured: string | null = null;
  private readonly runtime: Pick<LocalRuntime, 'faults' | 'now'>;
  private readonly functionName: string;

  constructor(runtime: Pick<LocalRuntime, 'faults' | 'now'>, functionName: string) {
    this.runtime = runtime;
    this.functionName = functionName;
  }

  /** Lets three of five requests fail that a function version gets. */
  fail(functionVersion: string): void {
    this.begin(functionVersion);
    this.runtime.faults.failure = (name, version, invocation) => {
      if (!this.isMeant(name, version) || invocation % 5 >= FAILING) return null;
      this.feel();
      return 'throw';
    };
  }

  /** Lets a function version take most of a second for an answer. */
  slowDown(functionVersion: string): void {
    this.begin(functionVersion);
    this.runtime.faults.latency = (name, version) => {
      if (!this.isMeant(name, version)) return 0;
      this.feel();
      return SLOW_MILLISECONDS;
    };
  }

  get isActive(): boolean {
    return this.injured !== null;
  }

  end(): void {
    this.injured = null;
    this.feltAt = null;
    this.runtime.faults.failure = () => null;
    this.runtime.faults.latency = () => 0;
  }

  private begin(functionVersion: string): void {
    this.end();
    this.injured = functionVersion;
  }

  private isMeant(name: string, version: string): boolean {
    return name === this.functionName && version === this.injured;
  }

  private feel(): void {
    this.feltAt ??= this.runtime.now();
  }
}
