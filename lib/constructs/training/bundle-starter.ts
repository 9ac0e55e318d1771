import { TEMPORARY_FAILURE } from '../../domain/training-engine/training-task.ts';
import { s3Script } from './s3-script.ts';

/**
 * What a container of a public Node image runs that trains as the function would: the export `task` of its bundle, which
 * throws only what may be gone the next time.
 */
export const bundleStarter = `${s3Script}
try {
  const { task } = await bundle();
  await task();
} catch (error) {
  console.error(error);
  process.exit(${TEMPORARY_FAILURE});
}
`.trim();
