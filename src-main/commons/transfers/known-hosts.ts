/**
 * The other laptop is known by its keys, wherever it is: known_hosts(5) has them under a name that is no host's
 * (HostKeyAlias in ssh_config(5)).
 */
export const peerAlias = 'pc-switcher-peer'

/** As `hostKeysOf` and OpenSSH read them. `keys` are "TYPE BLOB". */
export function knownHostsOf(keys: readonly string[]): string {
  return keys.map((key) => `${peerAlias} ${key}\n`).join('')
}

/** Key blobs, base64. */
export function hostKeysOf(knownHosts: string): readonly string[] {
  return knownHosts.split('\n').flatMap((line) => {
    const [name, , blob] = line.trim().split(/\s+/)
    return name === peerAlias && blob !== undefined ? [blob] : []
  })
}
