/** One thing in the code that keeps the protocol safe, and how to take it out. */
export interface Guard {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Text that occurs once in the file, and what stands there without the guard. */
  readonly text: string;
  readonly without: string;
}

const MOVE = 'lib/domain/protocol/move-traffic.ts';

export const guards: readonly Guard[] = [
  {
    name: 'conditional write',
    file: 'test/in-memory/in-memory-ledger.ts',
    text: 'winner !== undefined && winner.stored.hash !== entry.hash',
    without: 'false',
  },
  {
    name: 'revision of the alias',
    file: 'test/in-memory/in-memory-live-alias.ts',
    text: 'alias.revisionId !== revisionId',
    without: 'false',
  },
  {
    name: 'alias read before the head',
    file: MOVE,
    text: `const alias = await readAlias(ports);
  for (let attempt = 1; ; attempt += 1) {
    const head = await ports.ledger.readHead(ports.modelName);`,
    without: `for (let attempt = 1; ; attempt += 1) {
    const head = await ports.ledger.readHead(ports.modelName);
    const alias = await readAlias(ports);`,
  },
  {
    name: 'intent before the alias',
    file: MOVE,
    text: `await ports.ledger.append(entry);
      return { ...(await project(ports, alias, entry)), appended: entry };`,
    without: `const moved = await project(ports, alias, entry);
      await ports.ledger.append(entry);
      return { ...moved, appended: entry };`,
  },
  {
    name: 'fence after a refused write',
    file: MOVE,
    text: 'for (let attempt = 1; sameRouting(head.state.routing, wanted); attempt += 1)',
    without: 'for (let attempt = 1; ; attempt += 1)',
  },
  {
    name: 'read-back',
    file: MOVE,
    text: 'if (error instanceof RevisionMoved && attempt < MOST_ATTEMPTS) return false;',
    without: 'if (error instanceof RevisionMoved) return true;',
  },
  {
    name: 'lease of the execution',
    file: 'lib/domain/ledger/transition-guards.ts',
    text: 'if (state.lease !== null && holdsLease(state, event)) return state.lease;',
    without: 'if (state.lease !== null) return state.lease;',
  },
  {
    name: 'stand-down',
    file: 'lib/domain/protocol/stand-down.ts',
    text: 'if (lease?.execution !== arn || challenger?.functionVersion !== functionVersion) return null;',
    without: 'if (lease?.execution !== arn && functionVersion === undefined) return null;',
  },
  {
    name: 'only its own release is given back',
    file: 'lib/domain/protocol/give-back.ts',
    text: 'if (state.lease?.execution === execution.arn)',
    without: 'if (state.lease !== null)',
  },
  {
    name: 'one lease at a time, in the ledger',
    file: 'lib/domain/ledger/transition-release.ts',
    text: 'refuseWhileReleasing(state, event);',
    without: '',
  },
  {
    name: 'one lease at a time, before it is asked for',
    file: 'lambdas/publish.ts',
    text: '(await heldAnswer(ports, head, input)) ??',
    without: '',
  },
  {
    name: 'only the lease of an ended execution is ended',
    file: 'lib/domain/protocol/abandoned-release.ts',
    text: "return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';",
    without: "return status !== 'PENDING_REDRIVE';",
  },
  {
    name: 'an abandoned lease is ended',
    file: 'lambdas/reconcile.ts',
    text: '[endAbandoned, putBack,',
    without: '[putBack,',
  },
  {
    name: 'the alias is put back',
    file: 'lambdas/reconcile.ts',
    text: '[endAbandoned, putBack,',
    without: '[endAbandoned,',
  },
  {
    name: 'compared with the champion of now',
    file: 'lib/domain/ledger/transition-release.ts',
    text: 'if (!sameModel(state.champion, event.compared))',
    without: 'if (event.compared === undefined)',
  },
  {
    name: 'a lost lease stays lost',
    file: 'lib/domain/protocol/take-lease.ts',
    text: 'await requireFirstLease(ports, head, wanted);',
    without: '',
  },
  {
    name: 'look-up before publishing',
    file: 'lib/domain/protocol/publish-version.ts',
    text: 'const published = known ??',
    without: 'const published =',
  },
  {
    name: 'revision of the function',
    file: 'test/in-memory/in-memory-function-versions.ts',
    text: 'if (configuration.revisionId === revisionId) return;',
    without: 'if (configuration.revisionId !== null) return;',
  },
  {
    name: 'published with its pin',
    file: 'lib/domain/protocol/publish-version.ts',
    text: 'if (!carries(published, pin)) {',
    without: 'if (published.functionVersion === undefined) {',
  },
  {
    name: 'a challenger that does not answer ends its release',
    file: 'lambdas/smoke-test.ts',
    text: 'if (servable && reply !== null) return reply;',
    without:
      "if (functionVersion !== '') return { ok: true, version: modelVersion, auc: null, n_train: 0, load_time: 0 };",
  },
  {
    name: 'no traffic without a smoke test',
    file: 'lib/domain/ledger/transition-release.ts',
    text: 'if (challenger?.servability?.servable !== true) {',
    without: 'if (challenger === null) {',
  },
  {
    name: 'registered and signed before it is published',
    file: 'lambdas/publish.ts',
    text: 'await requireRegistered(ports, input);',
    without: '',
  },
  {
    name: 'code and model apart, before the lease',
    file: 'lib/domain/protocol/take-lease.ts',
    text: 'if (head !== null) requireReleasableCode(head.state, wanted);',
    without: '',
  },
  {
    name: 'code and model apart, in the ledger',
    file: 'lib/domain/ledger/transition-release.ts',
    text: 'requireCode(state, lease, release);',
    without: '',
  },
  {
    name: 'a repeated rollback finds the first',
    file: 'lib/domain/protocol/requested-rollback.ts',
    text: '(await alreadyDone(ledger, head, asked)) ??',
    without: '',
  },
  {
    name: 'told before it is noted as told',
    file: 'lambdas/notify.ts',
    text: 'await notifications.send(message(entry, notice));',
    without: 'await sent.markSent(modelName, sequence); await notifications.send(message(entry, notice));',
  },
  {
    name: 'what was not told comes again',
    file: 'lambdas/notify.ts',
    text: 'return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };',
    without: 'continue;',
  },
];

/** A guard by its name. Throws for a name that is none. */
export function guardNamed(name: string): Guard {
  const guard = guards.find((one) => one.name === name);
  if (guard) return guard;
  throw new Error(`'${name}' should be the name of a guard, such as '${guards[0]?.name}'`);
}
