import { covers } from '../rights.ts';
import type { Authority } from './authority.ts';

/** Who may take an action on something, by roles and by policies of the resource, whatever is refused beside. Sorted. */
export function whoMay(authorities: readonly Authority[], action: string, resource: string): string[] {
  const found = authorities.filter(
    (one) => one.effect === 'Allow' && covers(one.action, action) && covers(one.resource, resource),
  );
  return [...new Set(found.map(({ who }) => who))].sort();
}

/** Statements that refuse an action on something to everybody, some of them under conditions. */
export function refusals(authorities: readonly Authority[], action: string, resource: string): readonly Authority[] {
  return authorities.filter(
    ({ effect, who, ...one }) =>
      effect === 'Deny' && who === 'everybody' && covers(one.action, action) && covers(one.resource, resource),
  );
}
