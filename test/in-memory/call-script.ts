/** Stands before every call of a port: may do something before and after it, or throw in its place. */
export type CallGate = (call: string, proceed: () => Promise<unknown>) => Promise<unknown>;

/** The same port with every method behind a gate, as `<name>.<method>`; for ports whose methods are all asynchronous. */
export function gated<Port extends object>(name: string, port: Port, gate: CallGate): Port {
  const members = Object.entries(port).map(([member, value]) => {
    if (typeof value !== 'function') return [member, value];
    return [member, (...given: unknown[]) => gate(`${name}.${member}`, async () => value(...given))];
  });
  return Object.fromEntries(members) as Port;
}

type Action = () => unknown;

/** What is to happen around single calls, and the calls that were made. */
export interface CallScript {
  readonly calls: string[];
  readonly gate: CallGate;
  /** Once, before the next call of that name has its effect; what the action throws, the call throws instead. */
  beforeCall(call: string, action: Action): void;
  /** Once, after the next such call had its effect; when the action throws, only the answer is lost. */
  afterCall(call: string, action: Action): void;
}

export function callScript(): CallScript {
  const calls: string[] = [];
  const [before, after] = [new Map<string, Action[]>(), new Map<string, Action[]>()];
  const note = (actions: Map<string, Action[]>) => (call: string, action: Action) =>
    void actions.set(call, [...(actions.get(call) ?? []), action]);
  return {
    calls,
    beforeCall: note(before),
    afterCall: note(after),
    async gate(call, proceed) {
      calls.push(call);
      await before.get(call)?.shift()?.();
      const answer = await proceed();
      await after.get(call)?.shift()?.();
      return answer;
    },
  };
}

type Actor = (gate: CallGate) => Promise<unknown>;

/**
 * Runs actors side by side, one call of one of them at a time: `choose` picks one of so many that wait for their turn. An
 * actor makes one call after the other.
 */
export async function interleaved(
  actors: readonly Actor[],
  choose: (waiting: number) => number,
): Promise<PromiseSettledResult<unknown>[]> {
  const waiting: (() => void)[] = [];
  let moving = actors.length;
  let standstill = Promise.withResolvers<void>();
  const rest = () => {
    moving -= 1;
    if (moving === 0) standstill.resolve();
  };
  const gate: CallGate = async (_call, proceed) => {
    const turn = Promise.withResolvers<void>();
    waiting.push(turn.resolve);
    rest();
    await turn.promise;
    return proceed();
  };
  const ends = Promise.allSettled(actors.map((actor) => actor(gate).finally(rest)));
  for (;;) {
    await standstill.promise;
    const [go] = waiting.splice(choose(waiting.length), 1);
    if (go === undefined) return ends;
    moving = 1;
    standstill = Promise.withResolvers<void>();
    go();
  }
}
