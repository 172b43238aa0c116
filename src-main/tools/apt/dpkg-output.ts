/** What apt and dpkg print while they change packages, under LC_ALL=C.UTF-8. Seen with dpkg 1.21 and 1.22. */

/** What dpkg was doing: a script before or after it was unpacked, set up or removed, or dpkg itself, kept it from that. */
export const dpkgStages = ['unpack', 'configure', 'remove'] as const
export type DpkgStage = (typeof dpkgStages)[number]

export interface DpkgFailure {
  readonly name: string
  /** Of the file that could not be unpacked. */
  readonly version?: string
  readonly during: DpkgStage
  /** What its scripts or dpkg said last; "" where nothing was said. */
  readonly words: string
}

const begins =
  /^(?:Preparing to unpack |Unpacking |Selecting previously unselected |\(Reading database |Setting up |Removing |Purging configuration files for |dpkg: dependency problems prevent |dpkg: error processing |Processing triggers for )/
const failedPackage = /^dpkg: error processing package ([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)? \(--([a-z]+)\):$/
const failedArchive = /^dpkg: error processing archive (\/.+) \(--unpack\):$/
/** The line after such an error: that the script failed is no news. */
const onlyOfScript = /^\s*(?:new|old|installed) (\S+) package \S+ script subprocess /
const longestLines = 6
const longestCharacters = 600

/** Each package once, in the order of its last failure. */
export function failuresIn(output: string): readonly DpkgFailure[] {
  const failures = new Map<string, DpkgFailure>()
  const lines = output.split(/\r?\n/)
  let said: string[] = []
  for (const [index, line] of lines.entries()) {
    const failed = failureIn(line)
    if (failed !== undefined) {
      failures.delete(failed.name)
      failures.set(failed.name, { ...failed, words: wordsOf([...said, ...reasonIn(lines[index + 1] ?? '', failed)]) })
    }
    if (begins.test(line)) said = []
    else if (line.trim() !== '') said.push(line.trim())
  }
  return [...failures.values()]
}

function wordsOf(said: readonly string[]): string {
  return said.slice(-longestLines).join('\n').slice(-longestCharacters)
}

function failureIn(line: string): Omit<DpkgFailure, 'words'> | undefined {
  const archive = failedArchive.exec(line)?.[1]
  if (archive !== undefined) return archiveIn(archive)
  const [, name, act] = failedPackage.exec(line) ?? []
  if (name === undefined) return undefined
  return { name, during: act === 'remove' || act === 'purge' ? 'remove' : act === 'unpack' ? 'unpack' : 'configure' }
}

/** Of several files apt makes links "003-NAME_VERSION_ARCH.deb" in a folder of its own, for their order. */
function archiveIn(file: string): Omit<DpkgFailure, 'words'> | undefined {
  const link = /\/apt-dpkg-install-[^/]+\/\d+-([^/]+)$/.exec(file)?.[1]
  const fileName = link ?? file.slice(file.lastIndexOf('/') + 1)
  const [, name, version] = /^([a-z0-9][a-z0-9+.-]*)_([^_]+)_[^_]+\.d?deb$/.exec(fileName) ?? []
  return name === undefined || version === undefined
    ? undefined
    : { name, version: version.replaceAll('%3a', ':'), during: 'unpack' }
}

/** What is in the way of unpacking or removing it, where that is not the end of its own script. */
function reasonIn(line: string, { name, during }: Omit<DpkgFailure, 'words'>): readonly string[] {
  if (during === 'configure' || onlyOfScript.exec(line)?.[1] === name || !line.startsWith(' ')) return []
  return [line.trim()]
}
