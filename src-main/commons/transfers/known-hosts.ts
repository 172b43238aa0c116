/** Key blobs of known_hosts(5) lines for the address; pairing writes the names plainly, not hashed. */
export function hostKeysOf(knownHosts: string, address: string, port: number): readonly string[] {
  const wanted = port === 22 ? address : `[${address}]:${port}`
  return knownHosts.split('\n').flatMap((line) => {
    const [names, , blob] = line.trim().split(/\s+/)
    return names?.split(',').includes(wanted) === true && blob !== undefined ? [blob] : []
  })
}
