import ssh2 from 'ssh2'

/** Of a hundred Ed25519 keys that ssh2 1.17 makes it cannot read about one itself: a number that begins with zeros is too short. */
export function makeSshKeys(): ReturnType<typeof ssh2.utils.generateKeyPairSync> {
  for (;;) {
    const made = ssh2.utils.generateKeyPairSync('ed25519')
    const read = [made.public, made.private].map((key) => ssh2.utils.parseKey(key))
    if (!read.some((one) => one instanceof Error)) return made
  }
}
