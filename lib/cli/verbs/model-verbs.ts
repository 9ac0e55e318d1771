import type { CliVerbName } from '../../domain/cli-verbs.ts';
import type { Verb } from '../verb.ts';
import { deploy } from './deploy.ts';
import { explain } from './explain.ts';
import { history } from './history.ts';
import { info } from './info.ts';
import { list } from './list.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';
import { retrain } from './retrain.ts';
import { rollback } from './rollback.ts';
import { status } from './status.ts';
import { train } from './train.ts';
import { verify } from './verify.ts';

/** Verbs about a model, as far as they are there. */
export const modelVerbs = {
  status,
  list,
  info,
  history,
  explain,
  retrain,
  train,
  deploy,
  rollback,
  pause,
  resume,
  verify,
} as const satisfies {
  readonly [Name in CliVerbName]?: Verb<Name>;
};

export function isModelVerb(name: string): name is keyof typeof modelVerbs {
  return Object.hasOwn(modelVerbs, name);
}
