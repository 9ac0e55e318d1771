import type { Actor, Phase } from '../../domain/ledger/ledger-state.ts';
import type { LiveModel } from '../../domain/ledger/live-at.ts';
import { shareText } from '../../domain/share-text.ts';

/** What people call something that has an ARN. */
export function shortName(id: string): string {
  return id.startsWith('arn:') ? id.slice(id.lastIndexOf(':') + 1) : id;
}

/** Such as `cli ada`, or `console`, which has no other name. */
export function actorText({ kind, id }: Actor): string {
  const name = shortName(id);
  return name === kind ? kind : `${kind} ${name}`;
}

/** A number to four significant digits. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(4)));
}

export function liveText({ modelVersion, functionVersion, canary }: LiveModel): string {
  const main = `${modelVersion} on function version ${functionVersion}`;
  if (canary === null) return main;
  const beside = `${canary.modelVersion} on function version ${canary.functionVersion}`;
  return `${main}, beside ${beside} with ${shareText(canary.weight)} of the traffic`;
}

/** What a phase means to whoever looks on. */
export const phaseTexts: Readonly<Record<Phase, string>> = {
  unborn: 'nothing has been deployed',
  idle: 'idle',
  preparing: 'a release is being prepared',
  canary: 'a canary has a share of the traffic',
  probation: 'probation: the champion may still be taken back by itself',
};
