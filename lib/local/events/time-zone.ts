const DAY = 86_400_000;
const MINUTE = 60_000;

/** How far a zone is ahead of UTC within one day, in milliseconds; from `change` on, if there is one, `after`. */
interface DayOffsets {
  readonly before: number;
  readonly after: number;
  readonly change: number;
}

/** A time zone of the IANA database, as the platform knows it, with what was looked up. */
export class TimeZone {
  private readonly format: Intl.DateTimeFormat | null;
  private readonly days = new Map<number, DayOffsets>();

  /** Throws a `RangeError` for a zone that does not exist. */
  constructor(name: string) {
    const options = { timeZone: name, timeZoneName: 'longOffset' } as const;
    this.format = name === 'UTC' || name === 'Etc/UTC' ? null : new Intl.DateTimeFormat('en-US', options);
  }

  /** Milliseconds that local clocks are ahead of UTC at a time. */
  offsetAt(time: number): number {
    if (this.format === null) return 0;
    const day = Math.floor(time / DAY);
    const offsets = this.days.get(day) ?? this.lookUp(day);
    return time < offsets.change ? offsets.before : offsets.after;
  }

  /** The first time at which local clocks show `local`, a time as if it were UTC; undefined when they skip it. */
  timeOf(local: number): number | undefined {
    const around = [this.offsetAt(local - DAY), this.offsetAt(local + DAY)];
    const times = around.map((offset) => local - offset).filter((time) => time + this.offsetAt(time) === local);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  private lookUp(day: number): DayOffsets {
    const [start, end] = [day * DAY, (day + 1) * DAY];
    const [before, after] = [this.read(start), this.read(end)];
    const change = before === after ? Number.POSITIVE_INFINITY : this.findChange(start, end, before);
    const offsets = { before, after, change };
    this.days.set(day, offsets);
    return offsets;
  }

  /** The minute at which the offset stops being `before`; no day has two changes. */
  private findChange(start: number, end: number, before: number): number {
    let [low, high] = [start / MINUTE, end / MINUTE];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.read(middle * MINUTE) === before) low = middle;
      else high = middle;
    }
    return high * MINUTE;
  }

  private read(time: number): number {
    const text = this.format?.format(time) ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [];
    return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
  }
}
