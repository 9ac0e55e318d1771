import { fileURLToPath, pathToFileURL } from 'node:url';

const runtimeFolder = fileURLToPath(new URL('.', import.meta.url)).slice(0, -1);

/** Gives code in a text the place that it has on Lambda, so that the text is the same on every machine. */
export function realPathRemover(codeFolder: string): (text: string) => string {
  const places = [
    [codeFolder, '/var/task'],
    [runtimeFolder, '/var/runtime'],
  ].flatMap(([real = '', there = '']) => [
    [pathToFileURL(real).href, `file://${there}`] as const,
    [real, there] as const,
  ]);
  return (text) => places.reduce((result, [real, there]) => result.replaceAll(real, there), text);
}
