import { restJsonProtocol } from './rest-json.ts';

/** EventBridge Scheduler's REST API, as far as schedules are read and changed. */
export const schedulerProtocol = restJsonProtocol(
  [
    { operation: 'GetSchedule', route: 'GET /schedules/{Name}' },
    { operation: 'UpdateSchedule', route: 'PUT /schedules/{Name}' },
  ],
  (name, value) => [name === 'groupName' ? 'GroupName' : name, value],
);
