import type { Scenario } from './scenario.ts';

/** Damages the newest model of the bucket, as nobody could on AWS, where objects are locked. */
export function damageModel(scenario: Scenario, how: 'remove' | 'alter'): void {
  const { objects } = scenario.runtime.services;
  const bucket = scenario.resource('AWS::S3::Bucket', 'ArtifactsBucket');
  const newest = objects
    .listObjects(bucket, `${scenario.model}/models/`)
    .filter(({ key }) => key.endsWith('/model.json'))
    .sort((one, other) => one.lastModified - other.lastModified)
    .at(-1);
  if (newest === undefined) throw new Error('there should be a model');
  objects.deleteObject(bucket, newest.key);
  if (how === 'alter') objects.putObject(bucket, newest.key, `${newest.content} `);
}
