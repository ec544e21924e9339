/**
 * A UUIDv7 (RFC 9562, 5.7): 48 bits of `now` in ms, the rest random. Own code because the usual
 * package takes a fortieth of what the widget may weigh.
 */
export function uuidV7(now: number): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  // The two bits of the variant.
  random[2] = ((random[2] ?? 0) & 0x3f) | 0x80;
  const tail = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const hex = `${now.toString(16).padStart(12, '0')}7${tail.slice(1)}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
