/** Values of a resource or a request as they came: plain JSON. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** Makes the error for a message such as `MyAlarm: 'Period' should be a number, got "x"`. */
type Refusal = (message: string) => Error;

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the members of an object one by one, and refuses, by its path, whatever has a wrong type or was read by nobody. */
export class PropertyReader {
  /** Logical id or operation, and the members that lead here. */
  readonly path: string;
  private readonly values: PlainObject;
  private readonly refusal: Refusal;
  private readonly unread: Set<string>;

  constructor(path: string, values: unknown, refusal: Refusal = (message) => new Error(message)) {
    this.path = path;
    this.refusal = refusal;
    if (!isPlainObject(values)) throw this.refuse(`should be an object, got ${JSON.stringify(values)}`);
    this.values = values;
    this.unread = new Set(Object.keys(values).filter((name) => values[name] !== undefined));
  }

  /** An error with the path in front. */
  refuse(message: string): Error {
    return this.refusal(`${this.path}: ${message}`);
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  /** Every member that is there. */
  names(): string[] {
    return Object.keys(this.values).filter((name) => this.has(name));
  }

  raw(name: string): unknown {
    this.unread.delete(name);
    return this.values[name];
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.missing(name, 'a text');
  }

  optionalText(name: string): string | undefined {
    const value = this.raw(name);
    return value === undefined || typeof value === 'string' ? value : this.wrong(name, 'a text', value);
  }

  number(name: string): number {
    return this.optionalNumber(name) ?? this.missing(name, 'a number');
  }

  optionalNumber(name: string): number | undefined {
    const value = this.raw(name);
    const fits = value === undefined || (typeof value === 'number' && Number.isFinite(value));
    return fits ? value : this.wrong(name, 'a number', value);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.raw(name) ?? fallback;
    return typeof value === 'boolean' ? value : this.wrong(name, 'true or false', value);
  }

  /** A list of texts; empty when it is not there. */
  texts(name: string): readonly string[] {
    const value = this.raw(name) ?? [];
    const fits = Array.isArray(value) && value.every((item) => typeof item === 'string');
    return fits ? value : this.wrong(name, 'a list of texts', value);
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[], fallback?: Choice): Choice {
    const value = this.optionalText(name) ?? fallback ?? this.missing(name, choices.join(', '));
    const choice = choices.find((one) => one === value);
    return choice ?? this.wrong(name, `one of ${choices.join(', ')}`, value);
  }

  child(name: string): PropertyReader {
    return this.optionalChild(name) ?? this.missing(name, 'an object');
  }

  optionalChild(name: string): PropertyReader | undefined {
    const value = this.raw(name);
    return value === undefined ? undefined : new PropertyReader(`${this.path}.${name}`, value, this.refusal);
  }

  /** A list of objects; empty when it is not there. */
  children(name: string): PropertyReader[] {
    const value = this.raw(name) ?? [];
    if (!Array.isArray(value)) return this.wrong(name, 'a list', value);
    return value.map((item, index) => new PropertyReader(`${this.path}.${name}[${index}]`, item, this.refusal));
  }

  /** Says that these change nothing here. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.unread.delete(name);
  }

  /** Throws for the first member that was neither read nor ignored. */
  finish(): void {
    const [unknown] = this.unread;
    if (unknown !== undefined) throw this.refuse(`'${unknown}' is not simulated`);
  }

  /** Does something whose error is the fault of these properties. */
  attempt<Result>(act: () => Result): Result {
    try {
      return act();
    } catch (error) {
      throw this.refuse(error instanceof Error ? error.message : String(error));
    }
  }

  private missing(name: string, expected: string): never {
    throw this.refuse(`'${name}' should be ${expected}, got nothing`);
  }

  private wrong(name: string, expected: string, value: unknown): never {
    throw this.refuse(`'${name}' should be ${expected}, got ${JSON.stringify(value)}`);
  }
}
