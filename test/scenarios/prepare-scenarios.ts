import { keepChampion } from './scenario.ts';

/** Makes the champion that most scenarios start from, once for all of them. */
export async function setup(): Promise<void> {
  await keepChampion();
}
