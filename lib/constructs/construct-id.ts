/** `roll-back` as a construct id: `RollBack`. */
export function constructId(kebabCase: string): string {
  return kebabCase.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());
}
