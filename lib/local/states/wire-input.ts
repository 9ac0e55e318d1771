import { AwsError } from '../aws-error.ts';

const DEFAULT_PAGE = 100;
const LONGEST_PAGE = 1000;

/** The input of an operation, read member by member. A member that is not known, or of another kind, is refused. */
export class WireInput {
  private readonly given: Readonly<Record<string, unknown>>;

  constructor(given: Readonly<Record<string, unknown>>, members: readonly string[]) {
    this.given = given;
    const unknown = Object.keys(given).find((member) => !members.includes(member));
    if (unknown !== undefined) throw invalid(`the member '${unknown}' is not known here`);
  }

  text(member: string): string {
    const value = this.optionalText(member);
    if (value === undefined) throw invalid(`the member '${member}' is missing`);
    return value;
  }

  optionalText(member: string): string | undefined {
    const value = this.read(member);
    if (value === undefined || typeof value === 'string') return value;
    throw invalid(`the member '${member}' should be a string`);
  }

  oneOf<T extends string>(member: string, values: readonly T[]): T | undefined {
    const value = this.optionalText(member);
    const found = values.find((known) => known === value);
    if (value !== undefined && found === undefined) {
      throw invalid(`the member '${member}' should be one of ${values.join(', ')}, got ${value}`);
    }
    return found;
  }

  flag(member: string, fallback: boolean): boolean {
    const value = this.read(member) ?? fallback;
    if (typeof value === 'boolean') return value;
    throw invalid(`the member '${member}' should be true or false`);
  }

  /** 0 stands for the default. */
  pageLength(): number {
    const value = this.read('maxResults') ?? 0;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LONGEST_PAGE) {
      return value === 0 ? DEFAULT_PAGE : value;
    }
    throw invalid(`the member 'maxResults' should be a whole number between 0 and ${LONGEST_PAGE}`);
  }

  pageStart(): number {
    const token = this.optionalText('nextToken');
    if (token === undefined) return 0;
    if (/^from-\d+$/.test(token)) return Number(token.slice('from-'.length));
    throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  }

  private read(member: string): unknown {
    return this.given[member] ?? undefined;
  }
}

/** One page of a list, under the name that the answer gives it. */
export function page<T>(
  items: readonly T[],
  input: WireInput,
  name: string,
  show: (item: T) => unknown,
): Record<string, unknown> {
  const start = input.pageStart();
  const end = start + input.pageLength();
  return { [name]: items.slice(start, end).map(show), ...(end < items.length && { nextToken: `from-${end}` }) };
}

function invalid(problem: string): AwsError {
  return new AwsError('ValidationException', problem);
}
