// AssemblyScript, compiled to WebAssembly by scripts/build-kernel.ts into module.ts: the sums that
// take nearly all of a reading's time, four numbers in one instruction. Rows are `width` floats, one
// after the other; widths and numbers of outputs are multiples of four; addresses are bytes.

// @ts-ignore: decorator
@inline
function total(sums: v128): f32 {
  return (
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
  );
}

// @ts-ignore: decorator
@inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4(total(a), total(b), total(c), total(d));
}

// @ts-ignore: decorator
@inline
function plusProduct(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/**
 * Rows 1 to `count` of `to`: the row of `from` plus what is positive of the layer over it and its two
 * neighbours. Two rows at a time, so that each weight is fetched once for both: row `count + 1` of
 * `to` may be written too.
 */
export function convolve(
  weights: usize,
  bias: usize,
  from: usize,
  to: usize,
  count: i32,
  width: i32,
): void {
  const row = (<usize>width) << 2;
  const span = row * 3;
  const zero = f32x4.splat(0);
  for (let at = 0; at < count; at += 2) {
    const start = from + <usize>at * row;
    const target = to + <usize>(at + 1) * row;
    for (let column: usize = 0; column < row; column += 16) {
      let a0 = zero, a1 = zero, a2 = zero, a3 = zero;
      let b0 = zero, b1 = zero, b2 = zero, b3 = zero;
      let weight = weights + (column >> 2) * span;
      for (let i: usize = 0; i < span; i += 16) {
        const a = v128.load(start + i);
        const b = v128.load(start + row + i);
        const w0 = v128.load(weight);
        a0 = plusProduct(a0, a, w0);
        b0 = plusProduct(b0, b, w0);
        const w1 = v128.load(weight + span);
        a1 = plusProduct(a1, a, w1);
        b1 = plusProduct(b1, b, w1);
        const w2 = v128.load(weight + span * 2);
        a2 = plusProduct(a2, a, w2);
        b2 = plusProduct(b2, b, w2);
        const w3 = v128.load(weight + span * 3);
        a3 = plusProduct(a3, a, w3);
        b3 = plusProduct(b3, b, w3);
        weight += 16;
      }
      const own = v128.load(bias + column);
      const here = f32x4.max(f32x4.add(totals(a0, a1, a2, a3), own), zero);
      const next = f32x4.max(f32x4.add(totals(b0, b1, b2, b3), own), zero);
      v128.store(target + column, f32x4.add(v128.load(start + row + column), here));
      v128.store(target + row + column, f32x4.add(v128.load(start + row * 2 + column), next));
    }
  }
}

/** `outputs` numbers of `to`: the bias plus weights times the `size` numbers of `from`. */
export function dense(
  weights: usize,
  bias: usize,
  from: usize,
  to: usize,
  outputs: i32,
  size: i32,
): void {
  const row = (<usize>size) << 2;
  for (let out: usize = 0; out < (<usize>outputs) << 2; out += 16) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let weight = weights + (out >> 2) * row;
    for (let i: usize = 0; i < row; i += 16) {
      const value = v128.load(from + i);
      s0 = plusProduct(s0, value, v128.load(weight));
      s1 = plusProduct(s1, value, v128.load(weight + row));
      s2 = plusProduct(s2, value, v128.load(weight + row * 2));
      s3 = plusProduct(s3, value, v128.load(weight + row * 3));
      weight += 16;
    }
    v128.store(to + out, f32x4.add(v128.load(bias + out), totals(s0, s1, s2, s3)));
  }
}

/** What is negative becomes zero, in place. */
export function rectify(at: usize, size: i32): void {
  for (let i: usize = 0; i < (<usize>size) << 2; i += 16) {
    v128.store(at + i, f32x4.max(v128.load(at + i), f32x4.splat(0)));
  }
}

/**
 * Three rows of `to`: the sums of rows 1 to `count` of `input` and of `output`, times `share`, and
 * the greatest of `output`. Row `gap` counts nowhere.
 */
export function pool(
  input: usize,
  output: usize,
  to: usize,
  count: i32,
  gap: i32,
  width: i32,
  share: f32,
): void {
  const row = (<usize>width) << 2;
  const scale = f32x4.splat(share);
  for (let column: usize = 0; column < row; column += 16) {
    let sumIn = f32x4.splat(0);
    let sumOut = sumIn;
    let most = f32x4.splat(-1e4);
    for (let at = 1; at <= count; at++) {
      if (at == gap) continue;
      const place = <usize>at * row + column;
      const value = v128.load(output + place);
      sumIn = f32x4.add(sumIn, v128.load(input + place));
      sumOut = f32x4.add(sumOut, value);
      most = f32x4.max(most, value);
    }
    v128.store(to + column, f32x4.mul(sumIn, scale));
    v128.store(to + row + column, f32x4.mul(sumOut, scale));
    v128.store(to + row * 2 + column, most);
  }
}

/**
 * Adds `scale` times a row of `count` bytes to the floats of `to`, eight at a time: the bytes after
 * the row are read, and the floats after `count` spoiled, up to the next multiple of eight.
 */
export function addRow(row: usize, to: usize, count: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  for (let i: usize = 0; i < <usize>count; i += 8) {
    const eight = v128.load_ext<i8>(row + i);
    const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
    const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
    const at = to + (i << 2);
    v128.store(at, plusProduct(v128.load(at), low, factor));
    v128.store(at, plusProduct(v128.load(at, 16), high, factor), 16);
  }
}
