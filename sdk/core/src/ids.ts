/** Random ids (UUID version 4, RFC 9562). */

function randomBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  if (typeof crypto === "object" && crypto.getRandomValues) return crypto.getRandomValues(bytes);
  // A mini-program has no synchronous source of better chance; ids are no secrets.
  return bytes.map(() => Math.random() * 256);
}

export function newId(): string {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
