// Walks trees without branches. A node is 16 bytes: the byte offset of a slot, a float32 threshold, the address of the
// left child, a float32 leaf value; the right child stands 16 bytes after the left one. A leaf is its own left child and
// has the threshold infinity, so a walk may take more steps than the tree is deep. Every column has two slots: its
// value twice, or where it is missing -infinity (goes left) and +infinity (goes right).

const LARGEST: f32 = 3.4028234663852886e38;
const ROWS: u32 = 8;

/** Fills the slots of `count` values. */
export function fillSlots(values: usize, slots: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const value = load<f32>(values);
    const missing = value != value;
    // +infinity would leave a leaf by its right side
    const clamped = min<f32>(value, LARGEST);
    store<f32>(slots, missing ? -Infinity : clamped);
    store<f32>(slots, missing ? Infinity : clamped, 4);
    values += 4;
    slots += 8;
  }
}

// @ts-ignore: decorator
@inline
function step(node: u32, slots: u32): u32 {
  const right = u32(!(load<f32>(slots + load<u32>(node)) < load<f32>(node, 4)));
  return load<u32>(node, 8) + (right << 4);
}

/**
 * Adds the leaves of one row. `groups` has eight trees each: eight addresses of roots, the address of the margin that
 * they add to, and the depth of the deepest: 40 bytes. They are added in their order.
 */
export function scoreRow(groups: usize, count: u32, slots: u32): void {
  const end = groups + count * 40;
  for (; groups < end; groups += 40) {
    let a = load<u32>(groups);
    let b = load<u32>(groups, 4);
    let c = load<u32>(groups, 8);
    let d = load<u32>(groups, 12);
    let e = load<u32>(groups, 16);
    let f = load<u32>(groups, 20);
    let g = load<u32>(groups, 24);
    let h = load<u32>(groups, 28);
    for (let left = load<u32>(groups, 36); left != 0; left--) {
      a = step(a, slots);
      b = step(b, slots);
      c = step(c, slots);
      d = step(d, slots);
      e = step(e, slots);
      f = step(f, slots);
      g = step(g, slots);
      h = step(h, slots);
    }
    const margin = load<u32>(groups, 32);
    let total = load<f32>(margin);
    total += load<f32>(a, 12);
    total += load<f32>(b, 12);
    total += load<f32>(c, 12);
    total += load<f32>(d, 12);
    total += load<f32>(e, 12);
    total += load<f32>(f, 12);
    total += load<f32>(g, 12);
    total += load<f32>(h, 12);
    store<f32>(margin, total);
  }
}

// @ts-ignore: decorator
@inline
function add(margin: u32, leaf: u32): void {
  store<f32>(margin, load<f32>(margin) + load<f32>(leaf, 12));
}

/**
 * Adds the leaves of a block of rows, a multiple of eight. `trees` has for every tree the address of its root, its
 * depth and the address of its margin of the first row: 12 bytes. A row has `stride` bytes of slots, and `outputBytes`
 * of margins.
 */
export function scoreBlock(trees: usize, count: u32, slots: u32, rows: u32, stride: u32, outputBytes: u32): void {
  const end = trees + count * 12;
  for (; trees < end; trees += 12) {
    const root = load<u32>(trees);
    const depth = load<u32>(trees, 4);
    let margin = load<u32>(trees, 8);
    let s = slots;
    for (let row: u32 = 0; row < rows; row += ROWS) {
      const s1 = s + stride;
      const s2 = s1 + stride;
      const s3 = s2 + stride;
      const s4 = s3 + stride;
      const s5 = s4 + stride;
      const s6 = s5 + stride;
      const s7 = s6 + stride;
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      let e = root;
      let f = root;
      let g = root;
      let h = root;
      for (let left = depth; left != 0; left--) {
        a = step(a, s);
        b = step(b, s1);
        c = step(c, s2);
        d = step(d, s3);
        e = step(e, s4);
        f = step(f, s5);
        g = step(g, s6);
        h = step(h, s7);
      }
      add(margin, a);
      add((margin += outputBytes), b);
      add((margin += outputBytes), c);
      add((margin += outputBytes), d);
      add((margin += outputBytes), e);
      add((margin += outputBytes), f);
      add((margin += outputBytes), g);
      add((margin += outputBytes), h);
      margin += outputBytes;
      s = s7 + stride;
    }
  }
}
