/** `Date` with another present. Shares its prototype with the real one, so that `instanceof` holds for both. */
export function virtualDate(real: DateConstructor, now: () => number): DateConstructor {
  return new Proxy(real, {
    apply: () => new real(now()).toString(),
    construct: (target, parts, newTarget) => Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}

/** What `Intl.DateTimeFormat` formats when it is not told a date. */
export function virtualFormats(prototype: Intl.DateTimeFormat, now: () => number): PropertyDescriptorMap {
  const realFormat = Object.getOwnPropertyDescriptor(prototype, 'format')?.get;
  const realParts = prototype.formatToParts;
  return {
    format: {
      configurable: true,
      get(this: Intl.DateTimeFormat) {
        const format: Intl.DateTimeFormat['format'] = realFormat?.call(this);
        return (date?: Date | number) => format(date ?? now());
      },
    },
    formatToParts: {
      configurable: true,
      writable: true,
      value(this: Intl.DateTimeFormat, date?: Date | number) {
        return realParts.call(this, date ?? now());
      },
    },
  };
}

/** Clocks that count from the start of the process, which is `start`. */
export function processClocks(start: number, now: () => number) {
  const elapsed = () => now() - start;
  const bigint = () => BigInt(Math.round(elapsed() * 1e6));
  const hrtime = (since: readonly [number, number] = [0, 0]): [number, number] => {
    const nanoseconds = bigint() - (BigInt(since[0]) * 1_000_000_000n + BigInt(since[1]));
    return [Number(nanoseconds / 1_000_000_000n), Number(nanoseconds % 1_000_000_000n)];
  };
  return { performanceNow: elapsed, uptime: () => elapsed() / 1000, hrtime: Object.assign(hrtime, { bigint }) };
}
