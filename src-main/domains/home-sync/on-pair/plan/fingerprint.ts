/**
 * A number that is another one when anything differs about what it was made of, in its order: 64 bits of two multiplications.
 * Made of a million lines in passing; nobody who could make two lists alike gains by it.
 */
export interface Fingerprint {
  one: number
  other: number
}

export function newFingerprint(): Fingerprint {
  return { one: 0x811c9dc5, other: 0x9e3779b9 }
}

export function addToFingerprint(fingerprint: Fingerprint, text: string): void {
  let { one, other } = fingerprint
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ (code + at), 0x85ebca6b)
    other ^= other >>> 13
  }
  // Where one text ends and the next one begins counts too.
  fingerprint.one = Math.imul(one ^ 0x100, 0x01000193)
  fingerprint.other = Math.imul(other ^ text.length, 0xc2b2ae35)
}

export function fingerprintText({ one, other }: Fingerprint): string {
  return [one, other].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('')
}

/** Of lines of text, in their order. */
export function fingerprintOf(lines: readonly string[]): string {
  const fingerprint = newFingerprint()
  for (const line of lines) addToFingerprint(fingerprint, line)
  return fingerprintText(fingerprint)
}
