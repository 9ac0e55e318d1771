/** Answers, unless the version was published to fail. */
export const handler = async () => {
  if (process.env.BEHAVIOUR === 'bad') throw new Error('this version cannot answer');
  return { answeredBy: process.env.AWS_LAMBDA_FUNCTION_VERSION };
};
