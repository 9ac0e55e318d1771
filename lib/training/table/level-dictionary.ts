/** Levels by the values that read as them. */
export interface LevelDictionary {
  /** In the order in which they first came. */
  readonly levels: readonly string[];
  /** Place of a value's level in `levels`, which it takes if it is new; -1 where the value is missing. */
  codeOf(value: unknown): number;
}

/** Every value is read once, because most of them come again and again. */
export function levelDictionary(read: (value: unknown) => string | null): LevelDictionary {
  const levels: string[] = [];
  const codes = new Map<unknown, number>();
  const codeOfLevel = (level: string): number => {
    const known = codes.get(level);
    if (known !== undefined) return known;
    const code = levels.push(level) - 1;
    codes.set(level, code);
    return code;
  };
  return {
    levels,
    codeOf: (value) => {
      const known = codes.get(value);
      if (known !== undefined) return known;
      // lists and such are missing, and no two of them are the same
      if (typeof value === 'object') return -1;
      const level = read(value);
      const code = level === null ? -1 : codeOfLevel(level);
      if (level !== value) codes.set(value, code);
      return code;
    },
  };
}
