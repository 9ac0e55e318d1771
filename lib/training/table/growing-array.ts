/** An array of 4-byte values that is made longer without ever being there twice as a whole. */
export interface GrowingArray<Values extends Float32Array | Int32Array> {
  /** The values so far and then zeros, as many in all as are asked for at least. Arrays given before are empty. */
  withRoom(length: number): Values;
  /** The first values; what is behind them is given back. */
  finish(length: number): Values;
}

type ArrayOver<Values> = new (buffer: ArrayBuffer) => Values;

export function growingFloats(): GrowingArray<Float32Array> {
  return growingArray<Float32Array>(Float32Array);
}

export function growingIntegers(): GrowingArray<Int32Array> {
  return growingArray<Int32Array>(Int32Array);
}

function growingArray<Values extends Float32Array | Int32Array>(Typed: ArrayOver<Values>): GrowingArray<Values> {
  let values = new Typed(new ArrayBuffer(0));
  const resize = (length: number) => {
    values = new Typed((values.buffer as ArrayBuffer).transfer(length * 4));
    return values;
  };
  return {
    withRoom: (length) => (length <= values.length ? values : resize(length)),
    finish: (length) => (length === values.length ? values : resize(length)),
  };
}
