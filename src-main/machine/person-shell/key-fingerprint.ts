/** Without ssh2: programs that only compare keys do not load it. */
import { createHash } from 'node:crypto'

/** As ssh-keygen(1) shows it: "SHA256:" and the digest of the blob in base64. */
export function keyFingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}
