/** Method and path of an operation, with names in braces where a value stands. */
export interface RestRoute {
  readonly operation: string;
  /** Such as `GET /schedules/{Name}`. */
  readonly route: string;
  /** Of an answer without failure. @default 200 */
  readonly status?: number;
}

export interface MatchedRoute extends RestRoute {
  readonly members: Readonly<Record<string, string>>;
}

/** The route of a request and the values in its path, decoded. */
export function matchRoute(routes: readonly RestRoute[], method: string, path: string): MatchedRoute | null {
  const given = [method, ...path.split('/').slice(1)];
  for (const route of routes) {
    const members = matchSegments(route.route.replace(' /', '/').split('/'), given);
    if (members !== null) return { ...route, members };
  }
  return null;
}

function matchSegments(expected: readonly string[], given: readonly string[]): Record<string, string> | null {
  if (expected.length !== given.length) return null;
  const members: Record<string, string> = {};
  for (const [index, segment] of expected.entries()) {
    const value = decodeURIComponent(given[index] ?? '');
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name !== undefined) members[name] = value;
    else if (segment !== value) return null;
  }
  return members;
}
