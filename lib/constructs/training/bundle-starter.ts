import { s3Script } from './s3-script.ts';

/** What a container of a public Node image runs that trains as the function would: the export `task` of its bundle. */
export const bundleStarter = `${s3Script}
const { task } = await bundle();
await task();
`.trim();
