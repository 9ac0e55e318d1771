import { createServer, type Server } from 'node:http';

/** Virtual, as the ports of the services. */
export const CREDENTIALS_PORT = 7_010;

/** Where a container gets the credentials of its role. */
export function credentialsUrl(taskId: string): string {
  return `http://127.0.0.1:${CREDENTIALS_PORT}/credentials/${taskId}`;
}

/** Answers as the agent of ECS does; every endpoint learns its caller from the access key. */
export function credentialsServer(): Server {
  return createServer(({ url = '' }, response) => {
    const AccessKeyId = url.split('/').at(-1);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ AccessKeyId, SecretAccessKey: 'local', Token: 'local', Expiration: '2100-01-01T00:00:00Z' }),
    );
  });
}
