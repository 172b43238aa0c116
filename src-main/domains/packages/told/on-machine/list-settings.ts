/** Which files of /etc say how apt and services behave, and what is in them as a checksum. No link is followed. */
import { createHash } from 'node:crypto'
import { fstatSync } from 'node:fs'
import { readOpened } from '../../../../tools/files/own-file.ts'
import { lookInside, readFolderInside, type Inside } from '../../../../tools/files/safe-path.ts'
import { settingPathSchema, type SettingKind, type SettingsFile, mostLines, type SettingText } from '../verbs.ts'
import { redactText } from '../../../../kernel/redact.ts'
import { toPlainLine } from '../../../../kernel/terminal-characters.ts'

/** What a file of apt's settings says, as it may be shown: a proxy's address may hold a password. */
const longestLine = 300

export function tellSetting(content: string): SettingText {
  const lines = content
    .split('\n')
    .map((line) => toPlainLine(line.replaceAll('\t', '  ')).trimEnd())
    .filter((line) => line.trim() !== '' && !isComment(line))
  return { lines: lines.slice(0, mostLines).map(shown), more: Math.max(0, lines.length - mostLines) }
}

/** apt.conf(5): "#clear" and "#include" are none. */
function isComment(line: string): boolean {
  return /^\s*(?:\/\/|#(?!clear\b|include\b))/.test(line)
}

/** Cut when nothing in it is secret any more. */
function shown(line: string): string {
  const told = withoutSecrets(line)
  return told.length > longestLine ? `${told.slice(0, longestLine)}…` : told
}

const hidden = '[hidden]'

/** A user, a password or a token in an address, what is asked of it, and values of names that say that they are secret. */
function withoutSecrets(line: string): string {
  const bare = line
    .replace(/(?<![^\s"'=])[^\s"'=]*@/g, (word) => `${/^[\w+.-]*:\/\//.exec(word)?.[0] ?? ''}${hidden}@`)
    .replace(/(:\/\/[^\s"'?]*\?)[^\s"';]*/g, `$1${hidden}`)
    .replace(/((?:pass|secret|token|credential|cookie|header)[\w:.-]*\s+)(?:"[^"]*"?|[^\s;]+)/gi, `$1${hidden}`)
  return redactText(bare)
}

interface Place {
  readonly kind: SettingKind
  readonly folder: string
  readonly isSetting: (name: string) => boolean
}

/** apt leaves out other names (apt.conf(5), apt_preferences(5)): those without an ending, or with its own. */
const aptPlaces: readonly Place[] = [
  { kind: 'apt', folder: 'apt', isSetting: (name) => name === 'apt.conf' || name === 'preferences' },
  { kind: 'apt', folder: 'apt/apt.conf.d', isSetting: (name) => /^[\w-]+(?:\.conf)?$/.test(name) },
  { kind: 'apt', folder: 'apt/preferences.d', isSetting: (name) => /^[\w-]+(?:\.pref)?$/.test(name) },
]

const readableByAll = 0o004

const managers = ['system', 'user'] as const

/** systemd.preset(5), and the drop-ins of systemd.unit(5). */
function unitPlaces(etc: string): readonly Place[] {
  return managers.flatMap((manager) => {
    const folder = `systemd/${manager}`
    const dropIns = readFolderInside(etc, folder).filter(({ name, isFolder }) => isFolder && name.endsWith('.d'))
    return [
      { kind: 'units', folder: `${folder}-preset`, isSetting: (name) => name.endsWith('.preset') },
      ...dropIns.map(({ name: dropIn }): Place => ({
        kind: 'units',
        folder: `${folder}/${dropIn}`,
        isSetting: (name) => name.endsWith('.conf'),
      })),
    ]
  })
}

/** `isShipped` is asked about "/etc/apt/apt.conf.d/01autoremove" and its MD5. `withText`: with what those of apt say. */
export function listSettings(
  etc: string,
  isShipped: (path: string, md5: string) => boolean,
  withText = false,
): readonly SettingsFile[] {
  const inside = lookInside(etc)
  try {
    return [...aptPlaces, ...unitPlaces(etc)].flatMap(({ kind, folder, isSetting }) =>
      readFolderInside(etc, folder).flatMap(({ name }) => {
        const path = `${folder}/${name}`
        if (!isSetting(name) || !settingPathSchema.safeParse(path).success) return []
        const found = contentOf(path, inside)
        if (found === undefined) return []
        const { content, isPublic } = found
        const sum = (algorithm: 'sha256' | 'md5') => createHash(algorithm).update(content).digest('hex')
        // What starts a service may have a password anywhere.
        const isTold = withText && isPublic && kind === 'apt'
        return [
          {
            ...{ kind, path, sha256: sum('sha256'), isShipped: isShipped(`/etc/${path}`, sum('md5')) },
            ...(isTold ? { text: tellSetting(content.toString()) } : {}),
          },
        ]
      }),
    )
  } finally {
    inside.close()
  }
}

interface Found {
  readonly content: Buffer | string
  /** Everybody on the laptop may read it. */
  readonly isPublic: boolean
}

/** Of a link, where it leads. Undefined for what is neither. */
function contentOf(path: string, inside: Inside): Found | undefined {
  const target = inside.target(path)
  if (target !== undefined) return { content: `link ${target}`, isPublic: false }
  const descriptor = inside.open(path)
  if (descriptor === undefined) return undefined
  const isPublic = (fstatSync(descriptor).mode & readableByAll) !== 0
  return { content: readOpened(descriptor), isPublic }
}
