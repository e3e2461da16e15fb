import { randomBytes } from "node:crypto";

/** `bytes` random bytes as lower-case hex. */
export function hex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

/** A bare two-plane instance id: `^[a-z0-9]{10}$`, usable as a DNS label. */
export function instanceId(): string {
  return Array.from(randomBytes(10), (byte) => "abcdefghijklmnopqrstuvwxyz0123456789".charAt(byte % 36)).join(
    "",
  );
}
