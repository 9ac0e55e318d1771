export const handler = async ({ scheduledTime }) => ({ ranFor: scheduledTime });
