import { describe, expect, test } from 'vitest';
import { FunctionBusy, RevisionMoved } from '../../lib/domain/ports/adapter-errors.ts';
import { publishNext } from './function-versions-contract.ts';
import { lambdaOnAws } from './lambda-set-up.ts';
import { failure } from './wire/lambda-rest.ts';
import { type Interruption, LOST } from './wire/wire.ts';

async function setUp() {
  const given = await lambdaOnAws();
  await publishNext(given, { MODEL_VERSION: '1.0.0' });
  await publishNext(given, { MODEL_VERSION: '2.0.0' });
  given.wire.requests.length = 0;
  const sent = () =>
    given.wire.requests.map(({ method, path, body }) => ({
      call: `${method} ${path.replace('/2015-03-31/functions', '')}`,
      input: body.length === 0 ? null : JSON.parse(body.toString()),
    }));
  return { ...given, sent };
}

const failNext =
  (status: number, type: string, message: string): Interruption =>
  () =>
    Promise.resolve(failure(status, type, message));

describe('the requests', () => {
  test('a shift names version, weight, description and revision', async () => {
    const { alias, sent } = await setUp();
    const { revisionId } = await alias.create('predict', { functionVersion: '1', canary: null }, 'seq=1');

    await alias.move(
      'predict',
      { functionVersion: '1', canary: { functionVersion: '2', weight: 0.1 } },
      'seq=2',
      revisionId,
    );

    expect(sent()[1]).toEqual({
      call: 'PUT /predict/aliases/live',
      input: {
        FunctionVersion: '1',
        Description: 'seq=2',
        RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
        RevisionId: revisionId,
      },
    });
  });

  test('a rollback clears the split with an empty map of weights', async () => {
    const { alias, sent } = await setUp();
    const canary = { functionVersion: '2', weight: 0.1 };
    const { revisionId } = await alias.create('predict', { functionVersion: '1', canary }, 'seq=1');

    await alias.move('predict', { functionVersion: '1', canary: null }, 'seq=2', revisionId);

    expect(sent()[1]?.input.RoutingConfig).toEqual({ AdditionalVersionWeights: {} });
  });

  test('a publication is bound to code and revision', async () => {
    const { versions, sent } = await setUp();
    const { codeSha256, revisionId } = await versions.readConfiguration('predict');

    await versions.publish('predict', { codeSha256, revisionId, description: 'model=2.0.0' });

    expect(sent()[1]).toEqual({
      call: 'POST /predict/versions',
      input: { CodeSha256: codeSha256, RevisionId: revisionId, Description: 'model=2.0.0' },
    });
  });

  test('a deletion always names a version', async () => {
    const { versions, sent } = await setUp();

    await versions.delete('predict', '1');
    await versions.delete('predict', '$LATEST').catch(() => undefined);
    await versions.delete('predict', '').catch(() => undefined);

    expect(sent()).toEqual([{ call: 'DELETE /predict?Qualifier=1', input: null }]);
  });
});

describe('failures', () => {
  test('a throttled call is tried again', async () => {
    const { versions, wire } = await setUp();
    wire.interrupt(failNext(429, 'TooManyRequestsException', 'Rate exceeded'), 3);

    expect((await versions.readConfiguration('predict', '1')).functionVersion).toBe('1');
  });

  test('a move whose answer was lost is refused on the second attempt, but took place', async () => {
    const { alias, wire } = await setUp();
    const { revisionId } = await alias.create('predict', { functionVersion: '1', canary: null }, 'seq=1');
    wire.interrupt((request, next) => next(request).then(() => LOST));

    const move = alias.move('predict', { functionVersion: '2', canary: null }, 'seq=2', revisionId);

    await expect(move).rejects.toThrow(RevisionMoved);
    expect(await alias.read('predict')).toMatchObject({ functionVersion: '2', description: 'seq=2' });
  });

  test('a parameter that is wrong for another reason keeps its name', async () => {
    const { versions, wire } = await setUp();
    wire.interrupt(failNext(400, 'InvalidParameterValueException', 'Unzipped size must be smaller'));

    const publication = versions.publish('predict', { codeSha256: 'x', revisionId: 'y', description: '' });

    await expect(publication).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  test('an alias whose function is busy is busy', async () => {
    const { alias, wire } = await setUp();
    const { revisionId } = await alias.create('predict', { functionVersion: '1', canary: null }, 'seq=1');
    wire.interrupt(failNext(409, 'ResourceConflictException', 'An update is in progress'));

    const move = alias.move('predict', { functionVersion: '2', canary: null }, 'seq=2', revisionId);

    await expect(move).rejects.toThrow(FunctionBusy);
    await expect(move).rejects.toThrow(/predict:live is busy: An update is in progress/);
  });

  test('a version that is deleted while versions are listed is left out', async () => {
    const { versions, wire } = await setUp();
    wire.interrupt((request) =>
      request.path.includes('Qualifier=1')
        ? Promise.resolve(failure(404, 'ResourceNotFoundException', 'Function not found'))
        : undefined,
    );

    const listed = await versions.listVersions('predict');

    expect(listed.map(({ functionVersion }) => functionVersion)).toEqual(['2']);
  });

  test('an answer that does not say which version executed is refused', async () => {
    const { versions, wire } = await setUp();
    wire.interrupt(() => Promise.resolve({ status: 200, body: '{}' }));

    await expect(versions.invoke('predict', 'live', {})).rejects.toThrow(/should name the version that executed/);
  });
});
