/** What apt says of itself on APT::Status-Fd: lines `kind:package:percent:text`, apt's README.progress-reporting. */
export interface AptProgress {
  readonly phase: 'downloading' | 'installing'
  /** Two for each package: unpacked and set up. A removal is both at once. */
  readonly ticks: number
  /** In a person's words: "Unpacking libfoo". */
  readonly current: string
}

/** apt says "Installing" once dpkg has unpacked, and "Installed" at the end; of a removal it says no end. */
const afterUnpacking = /^(Installing|Preparing to configure|Configuring|Installed|Removing|Removed) /
const atTheEnd = /^(Installed|Removing|Removed) /

export function parseAptStatus(text: string): AptProgress | undefined {
  const unpacked = new Set<string>()
  const finished = new Set<string>()
  let last: Pick<AptProgress, 'phase' | 'current'> | undefined
  for (const line of text.split('\n').slice(0, -1)) {
    const [, kind, name, , words] = /^(dlstatus|pmstatus|pmerror|pmconffile):([^:]*):([^:]*):(.*)$/.exec(line) ?? []
    if (kind === undefined || name === undefined || words === undefined) continue
    if (afterUnpacking.test(words)) unpacked.add(name)
    if (atTheEnd.test(words)) finished.add(name)
    last = { phase: kind === 'dlstatus' ? 'downloading' : 'installing', current: words }
  }
  return last === undefined ? undefined : { ...last, ticks: unpacked.size + finished.size }
}
