type Done<Value> = (error: null, value: Value) => void;

/** Just enough of a generator. */
export interface RandomSource {
  next(): number;
  uuid(): string;
}

/** The functions of `Math`, `node:crypto` and Web Crypto that draw random numbers, on one generator. */
export function randomFunctions(source: () => RandomSource) {
  const random = () => source().next();

  const fill = <View extends ArrayBufferView>(view: View, offset = 0, size = view.byteLength - offset): View => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, size);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = Math.floor(random() * 256);
    return view;
  };
  const randomBytes = (size: number, done?: Done<Buffer>) => {
    const bytes = fill(Buffer.alloc(size));
    return answer(bytes, done);
  };
  const randomInt = (...given: (number | Done<number>)[]) => {
    const bounds = given.filter((bound) => typeof bound === 'number');
    const done = given.find((one) => typeof one === 'function');
    const [low = 0, high = 0] = bounds.length > 1 ? bounds : [0, ...bounds];
    return answer(low + Math.floor(random() * (high - low)), done);
  };
  const randomFill = (view: ArrayBufferView, ...rest: (number | Done<ArrayBufferView>)[]) => {
    const [offset, size] = rest.filter((one) => typeof one === 'number');
    answer(
      fill(view, offset, size),
      rest.find((one) => typeof one === 'function'),
    );
  };
  return {
    random,
    randomBytes,
    pseudoRandomBytes: randomBytes,
    randomInt,
    randomFill,
    randomFillSync: fill,
    randomUUID: () => source().uuid(),
    getRandomValues: <View extends ArrayBufferView>(view: View) => fill(view),
  };
}

function answer<Value>(value: Value, done: Done<Value> | undefined): Value | undefined {
  if (done === undefined) return value;
  setImmediate(() => done(null, value));
  return undefined;
}
