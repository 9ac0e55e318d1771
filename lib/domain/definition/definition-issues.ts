import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * Issues that name the wrong value itself: where one form of a union was clearly meant, the issues of that form
 * instead of "no form fits".
 */
export function specificIssues(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue];
    const meant = meantForm(issue.errors);
    if (meant === undefined) return [issue];
    return specificIssues(meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}

/** The one form whose kind of value is right and that has the fewest issues. */
function meantForm(forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const rightKind = forms.filter((issues) => !issues.some(isWrongKind)).sort((a, b) => a.length - b.length);
  const [best, next] = rightKind;
  return best !== undefined && best.length < (next?.length ?? Number.POSITIVE_INFINITY) ? best : undefined;
}

function isWrongKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

/** Where something is wrong; an unknown member counts by its own path. */
export function issuePaths(issue: Issue): PropertyKey[][] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  return [issue.path];
}
