export const train = () => {
  throw new Error('the trainer of the user has a defect');
};
