/** What apt says of itself on APT::Status-Fd: lines `kind:package:percent:text`, apt's README.progress-reporting. */
export interface AptProgress {
  readonly phase: 'downloading' | 'installing'
  /** Packages that are completely installed or removed. */
  readonly finished: number
  /** In a person's words: "Unpacking libfoo". */
  readonly current: string
}

export function parseAptStatus(text: string): AptProgress | undefined {
  const finished = new Set<string>()
  let last: AptProgress | undefined
  for (const line of text.split('\n').slice(0, -1)) {
    const [, kind, name, , words] = /^(dlstatus|pmstatus|pmerror|pmconffile):([^:]*):([^:]*):(.*)$/.exec(line) ?? []
    if (kind === undefined || name === undefined || words === undefined) continue
    if (/^(Installed|Removed) /.test(words)) finished.add(name)
    last = { phase: kind === 'dlstatus' ? 'downloading' : 'installing', finished: finished.size, current: words }
  }
  return last
}
