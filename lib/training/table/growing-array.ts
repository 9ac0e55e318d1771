/** An array of 4-byte values that is made longer without ever being there twice as a whole. */
export interface GrowingArray<Values extends Float32Array | Int32Array> {
  /**
   * The values so far and then zeros: as many in all as are asked for at least, and `growth` times as many when the array
   * has to be made longer. Arrays given before are empty.
   */
  withRoom(length: number, growth?: number): Values;
  /** The first values; what is behind them is given back. */
  finish(length: number): Values;
}

type ArrayOf<Values> = new (length: number) => Values;

export function growingFloats(): GrowingArray<Float32Array> {
  return growingArray<Float32Array>(Float32Array);
}

export function growingIntegers(): GrowingArray<Int32Array> {
  return growingArray<Int32Array>(Int32Array);
}

function growingArray<Values extends Float32Array | Int32Array>(Typed: ArrayOf<Values>): GrowingArray<Values> {
  let values = new Typed(0);
  const resize = (length: number) => {
    // zeros that nothing was written to take no memory, other than those of a buffer that is transferred to a longer one
    const resized = new Typed(length);
    resized.set(values.subarray(0, length));
    // gives the memory back now, and not when garbage is collected
    (values.buffer as ArrayBuffer).transfer(0);
    values = resized;
    return values;
  };
  return {
    withRoom: (length, growth = 1) => (length <= values.length ? values : resize(Math.ceil(length * growth))),
    finish: (length) => (length === values.length ? values : resize(length)),
  };
}
