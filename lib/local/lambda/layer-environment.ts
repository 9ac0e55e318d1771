/** Where functions find packages that their layers bring: here, wherever the host finds some. */
export function layerEnvironment(): Record<string, string> {
  const { NODE_PATH } = process.env;
  return NODE_PATH === undefined ? {} : { NODE_PATH };
}
