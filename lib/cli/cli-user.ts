/** The name under which decisions of this person stand in the ledger: the one they are logged in with. */
export function userOf(environment: Readonly<Record<string, string | undefined>>): string {
  const { USER, LOGNAME, USERNAME } = environment;
  return (USER || LOGNAME || USERNAME || 'unknown user').slice(0, LONGEST_NAME);
}

const LONGEST_NAME = 256;
