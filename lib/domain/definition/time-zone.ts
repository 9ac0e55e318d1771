const IANA_NAME = /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

/** Whether this is the exact name of a time zone of the IANA database, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  if (!IANA_NAME.test(name)) return false;
  const known = knownName(name);
  // another spelling of the same name is one that AWS may not know
  return known !== null && (known === name || known.toLowerCase() !== name.toLowerCase());
}

function knownName(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
