/**
 * What of a live folder stays out, as lines of .stignore (docs.syncthing.net/users/ignoring.html): what pc-switcher copies nowhere, what
 * the person leaves out, and what half of would be worse than nothing. All of it still travels with a switch, or not, as before. Pure.
 */
import { isUtf8, bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { namesAnywhere } from '../../commons/home-exclusions/exclusion.ts'
import { exclusionsInHome } from '../../commons/home-exclusions/exclusions.ts'
import { escapePath } from '../../commons/rule-lines/rule-line.ts'
import type { FoundSets } from './person-requests.ts'

const versionControl = ['.git', '.hg', '.svn', '.bzr', '.jj', '_darcs', 'CVS', '.fslckout', '*.fossil']
const databases = [
  ...['db', 'db3', 'sqlite', 'sqlite3', 'sqlitedb', 's3db', 'sl3', 'duckdb', 'mdb', 'accdb', 'fdb', 'realm'],
  ...['pst', 'ost', 'nsf', 'fp7', 'fmp12'],
].map((extension) => `*.${extension}`)
/** What stands beside a database while it is open. */
const logs = ['*-wal', '*-shm', '*-journal', '*.wal']
const images = ['qcow', 'qcow2', 'qed', 'vmdk', 'vdi', 'vhd', 'vhdx', 'hdd', 'img', 'iso', 'vmem', 'vmss', 'vmsn']
const packages = ['deb', 'rpm', 'AppImage', 'snap', 'flatpak']
const environments = ['node_modules', '.venv', 'venv', '__pycache__']

const byName: readonly string[] = [
  ...versionControl,
  ...environments,
  ...databases,
  ...logs,
  ...[...images, ...packages].map((extension) => `*.${extension}`),
].map((pattern) => `(?i)${pattern}`)

export interface StaysOut {
  readonly place: BytePath
  /** Patterns of the person's own rules: "/Downloads/iso", "*.iso". */
  readonly own: readonly string[]
  /** As each laptop found them. */
  readonly sets: readonly FoundSets[]
}

/** The same for both laptops, whoever found what. */
export function ignoreLines({ place, own, sets }: StaysOut): readonly string[] {
  const found = sets.filter((one) => one.place === place)
  // Nothing of it moves any more.
  if (ruleAgainst(place, own) !== undefined || found.some(({ whole }) => whole.includes(''))) return [everything]
  const lines = [
    ...byName,
    ...exclusionsInHome.flatMap((rule) => belowPlace(namesAnywhere(rule) ?? `/${rule.pattern}`, place) ?? []),
    ...own.flatMap((pattern) => belowPlace(pattern, place) ?? []),
    ...found.flatMap(({ whole }) => whole).flatMap((one) => exactLine(one, '')),
    ...found.flatMap(({ stems }) => stems).flatMap((one) => exactLine(one, '.*')),
  ]
  return [...new Set(lines)].toSorted()
}

/** A rule of the person's that leaves out the whole folder. */
export function ruleAgainst(place: BytePath, own: readonly string[]): string | undefined {
  const names = place.split('/')
  return own.find((pattern) => {
    if (!pattern.startsWith('/')) return names.some((name) => matches(pattern, name))
    const parts = pattern.slice(1).split('/')
    return parts.length <= names.length && parts.every((part, index) => matches(part, names[index] ?? ''))
  })
}

/** Undefined for what is not in it. */
function belowPlace(pattern: string, place: BytePath): string | undefined {
  if (!pattern.startsWith('/')) return pattern
  const parts = pattern.slice(1).split('/')
  const names = place.split('/')
  const isBelow = parts.length > names.length && names.every((name, index) => matches(parts[index] ?? '', name))
  return isBelow ? `/${parts.slice(names.length).join('/')}` : undefined
}

/** Of one name; `*` is any characters, and a backslash makes what follows a plain one. */
function matches(pattern: string, name: BytePath): boolean {
  const text = bufferFromBytePath(name).toString('utf8')
  const source = pattern.replace(/\\(.)|\*|[^*\\]+/g, (part, escaped?: string) =>
    part === '*' ? '.*' : (escaped ?? part).replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`),
  )
  return new RegExp(`^${source}$`, 's').test(text)
}

/** Syncthing carries no name that is not UTF-8, and reads a line without the spaces at its ends. */
function exactLine(path: BytePath, ending: string): readonly string[] {
  if (path === '' || !isUtf8(path)) return []
  const escaped = escapePath(bufferFromBytePath(path).toString('utf8')).replace(/[\n\r]|[\s\u0085]$/g, '?')
  return [`/${escaped}${ending}`]
}

/** Of a folder that became one thing, or that a rule leaves out. */
export const everything = '*'

const begin = '// Kept out of Live by pc-switcher, up to the line "end". It writes these lines anew.'
const end = '// end'

/** The lines of the person stay as they are, behind ours: the first line that fits decides. */
export function withOurs(text: string, ours: readonly string[]): readonly string[] {
  const own = withoutOurs(text)
  return ours.length === 0 ? own : [begin, ...ours, end, ...own]
}

/** What the person wrote. */
function withoutOurs(text: string): readonly string[] {
  const all = text.replace(/\n$/, '').split('\n')
  const from = all.indexOf(begin)
  const to = all.indexOf(end, from)
  const own = from < 0 || to < 0 ? all : [...all.slice(0, from), ...all.slice(to + 1)]
  return own.length === 1 && own[0] === '' ? [] : own
}

export function oursIn(text: string): readonly string[] {
  const all = text.split('\n')
  const from = all.indexOf(begin)
  const to = all.indexOf(end, from)
  return from < 0 || to < 0 ? [] : all.slice(from + 1, to)
}
