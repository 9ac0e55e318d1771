import { functionNamed, lambdaSetUp } from './lambda-set-up.ts';

export const ARN = 'arn:aws:lambda:eu-central-1:111122223333:function:fn';
export const FunctionName = 'fn';

/** A function `fn`, and short forms of the calls on it. */
export function controlPlane(handlers: string, options: Parameters<typeof lambdaSetUp>[0] = {}) {
  const given = lambdaSetUp(options);
  const { api, advance, service } = given;
  const definition = functionNamed('fn', handlers, 'pin', { environment: { MODEL: '0' }, description: 'Answers' });
  service.createFunction(definition);
  const update = (more: Record<string, unknown>) => api('UpdateFunctionConfiguration', { FunctionName, ...more });
  const publish = (more: Record<string, unknown> = {}) => api('PublishVersion', { FunctionName, ...more });
  return {
    ...given,
    definition,
    update,
    publish,
    read: (Qualifier?: string) => api('GetFunctionConfiguration', { FunctionName, Qualifier }),
    alias: (operation: string, more: Record<string, unknown> = {}) =>
      api(operation, { FunctionName, Name: 'live', ...more }),
    /** Publishes one more version, that differs from those before, and waits until it is ready. */
    async next(MODEL: string) {
      await update({ Environment: { Variables: { MODEL } } });
      await advance(1000);
      const published = await publish();
      await advance(1000);
      return published;
    },
  };
}

/** How an `AwsError` looks. */
export const code = (name: string, status: number) => ({ code: name, status });
