/** The local runtime does not know something that the assembly needs, and does not guess. */
export class RefusedAssembly extends Error {
  override readonly name = 'RefusedAssembly';

  /** `where` is a logical id, or the name of a stack or an artefact. */
  constructor(where: string, reason: string) {
    super(`${where}: ${reason}`);
  }
}
