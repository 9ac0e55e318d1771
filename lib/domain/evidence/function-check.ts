import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { Release } from '../ledger/release.ts';
import { aliasFinding } from './alias-finding.ts';
import { type Check, check } from './check.ts';
import type { Evidence, FrozenVersion } from './evidence.ts';

/**
 * Whether the function versions are those that the ledger recorded: what serves, what a rollback goes back to, and every
 * former champion that somebody could name in one, as far as it is still there.
 */
export function checkFunctionVersions(
  { functionVersions }: Pick<Evidence, 'functionVersions'>,
  entries: readonly LedgerEntry[],
): Check {
  const known = new Map(functionVersions.map((found) => [found.functionVersion, found]));
  const remembered = rememberedReleases(entries.at(-1));
  const numbers = new Set(remembered.map(({ release }) => release.functionVersion));
  const former = formerChampions(entries).filter(({ release }) => {
    const { functionVersion, functionArn } = release;
    return !numbers.has(functionVersion) && known.get(functionVersion)?.functionArn === functionArn;
  });
  const releases = [...remembered, ...former];
  const findings = releases.flatMap(({ role, release }) =>
    releaseFindings(
      `function version ${release.functionVersion} of the ${role} ${release.modelVersion}`,
      release,
      known.get(release.functionVersion),
    ),
  );
  return check('function versions', releases.length, findings);
}

/** Where the alias points to, by number; `checkFunctionVersions` says what is behind the numbers. */
export function checkAlias({ alias }: Pick<Evidence, 'alias'>, head: LedgerEntry | null): Check {
  const finding = head === null ? null : aliasFinding(alias, head);
  return check('alias', 1, finding === null ? [] : [finding]);
}

interface KnownRelease {
  readonly role: string;
  readonly release: Release;
}

function rememberedReleases(head: LedgerEntry | undefined): KnownRelease[] {
  const { champion = null, challenger = null, previousChampions = [] } = head?.state ?? {};
  return [
    ...(champion === null ? [] : [{ role: 'champion', release: champion }]),
    ...(challenger === null ? [] : [{ role: 'challenger', release: challenger }]),
    ...previousChampions.map((release) => ({ role: 'previous champion', release })),
  ];
}

/** The last one of every function version that ever was champion. */
function formerChampions(entries: readonly LedgerEntry[]): KnownRelease[] {
  const champions = entries.flatMap(({ state: { champion } }) => (champion === null ? [] : [champion]));
  const last = new Map(champions.map((release) => [`${release.functionArn}:${release.functionVersion}`, release]));
  return [...last.values()].map((release) => ({ role: 'former champion', release }));
}

function releaseFindings(what: string, release: Release, frozen: FrozenVersion | undefined): string[] {
  if (frozen === undefined) return [`${what} does not exist`];
  const { environment } = frozen;
  const facts: readonly (readonly [name: string, recorded: string, actual: string | null])[] = [
    ['the function', release.functionArn, frozen.functionArn],
    ['MODEL_VERSION', release.modelVersion, environment.MODEL_VERSION],
    ['MODEL_KEY', release.modelKey, environment.MODEL_KEY],
    ['MODEL_SHA256', release.modelSha256, environment.MODEL_SHA256],
    ['RELEASE_KEY', release.releaseKey, environment.RELEASE_KEY],
    ['the code', release.codeSha256, frozen.codeSha256],
    ['the role', release.roleArn, frozen.roleArn],
  ];
  const differing = facts.filter(([, recorded, actual]) => recorded !== actual);
  return differing.map(
    ([name, recorded, actual]) => `${what} should have ${name} ${recorded}, got ${actual ?? 'none'}`,
  );
}
