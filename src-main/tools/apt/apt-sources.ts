/** Files that name package archives: sources.list(5), its one-line format and deb822; seen with apt 2.6 and 3.0. */

export type SourceType = 'deb' | 'deb-src'

/** One line of a ".list", or one stanza of a ".sources". */
export interface SourceEntry {
  readonly types: readonly SourceType[]
  /** As they stand there: with user and password, where somebody wrote these. */
  readonly uris: readonly string[]
  readonly suites: readonly string[]
  /** None of an archive whose suite ends with "/". */
  readonly components: readonly string[]
  /** By the names that deb822 gives them, in small letters; without those above. */
  readonly options: ReadonlyMap<string, string>
}

export interface SourceFile {
  readonly entries: readonly SourceEntry[]
  /** Turned off, in whichever way: apt reads none of it, and it may be turned on again. */
  readonly off: readonly SourceEntry[]
  /** Something stands there that apt cannot read, either. */
  readonly isBroken: boolean
}

/** One-line names of what deb822 calls otherwise. */
const longNames: Readonly<Record<string, string>> = {
  arch: 'architectures',
  lang: 'languages',
  target: 'targets',
}

/** Lines `deb [option=value …] uri suite [component …]`; what follows "#" is a comment. A line that is one is turned off. */
export function parseSourceLines(text: string): SourceFile {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '')
  const entries = lines.map(parseLine)
  const off = text.split('\n').flatMap((line) => {
    const [, commented] = /^\s*#[\s#]*(.*?)\s*(?:#.*)?$/.exec(line) ?? []
    return commented === undefined ? [] : parseLine(commented)
  })
  return {
    entries: entries.filter((entry) => entry !== undefined),
    off: off.filter((entry) => entry !== undefined),
    isBroken: entries.includes(undefined),
  }
}

function parseLine(line: string): SourceEntry | undefined {
  const [, type, bracketed = '', rest = ''] = /^(deb|deb-src)\s+(?:\[([^\]]*)\]\s*)?(.*)$/.exec(line) ?? []
  // The name of a disc is in brackets, with spaces in it.
  const [uri, suite, ...components] = (rest.match(/cdrom:\[[^\]]*\]\S*|\S+/g) ?? []).map(String)
  if ((type !== 'deb' && type !== 'deb-src') || uri === undefined || suite === undefined) return undefined
  const options = bracketed.split(/\s+/).flatMap((option) => {
    const [, name, value] = /^([^=]+?)[+-]?=(.*)$/.exec(option) ?? []
    return name === undefined || value === undefined
      ? []
      : [[longName(name.toLowerCase()), value.replaceAll(',', ' ')] as const]
  })
  return { types: [type], uris: [uri], suites: [suite], components, options: new Map(options) }
}

function longName(name: string): string {
  return longNames[name] ?? name
}

/** Stanzas of `Name: value`, with further lines that begin with a space; those that are turned off are left out. */
export function parseSourceStanzas(text: string): SourceFile {
  const lines = text.split('\n')
  const stanzas = stanzasOf(lines.filter((line) => !line.startsWith('#')))
  const isOff = (fields: ReadonlyMap<string, string>): boolean =>
    /^(?:no|false|without|off|disable|0)$/i.test(fields.get('enabled') ?? 'yes')
  const commented = stanzasOf(lines.map((line) => (line.startsWith('#') ? line.replace(/^#+ ?/, '') : '')))
  const entries = stanzas.filter((fields) => !isOff(fields)).map(entryOf)
  const off = [...stanzas.filter(isOff), ...commented].map(entryOf)
  return {
    entries: entries.filter((entry) => entry !== undefined),
    off: off.filter((entry) => entry !== undefined),
    isBroken: entries.includes(undefined),
  }
}

function stanzasOf(lines: readonly string[]): readonly ReadonlyMap<string, string>[] {
  return lines
    .join('\n')
    .split(/\n[ \t]*\n/)
    .filter((stanza) => stanza.trim() !== '')
    .map(parseFields)
}

function parseFields(stanza: string): ReadonlyMap<string, string> {
  const fields = stanza.trim().split(/\n(?![ \t])/)
  return new Map(
    fields.map((field) => {
      const colon = field.indexOf(':')
      return [field.slice(0, Math.max(0, colon)).trim().toLowerCase(), field.slice(colon + 1).trim()] as const
    }),
  )
}

const own = ['types', 'uris', 'suites', 'components', 'enabled']

function entryOf(fields: ReadonlyMap<string, string>): SourceEntry | undefined {
  const words = (name: string) => (fields.get(name) ?? '').split(/\s+/).filter((word) => word !== '')
  const types = words('types').filter((type) => type === 'deb' || type === 'deb-src')
  const [uris, suites] = [words('uris'), words('suites')]
  if (types.length === 0 || uris.length === 0 || suites.length === 0) return undefined
  return {
    ...{ types, uris, suites, components: words('components') },
    options: new Map([...fields].filter(([name]) => !own.includes(name))),
  }
}

/** A key that stands in `Signed-By` itself: its lines are indented, and an empty one is ".". */
export function inlineKey(signedBy: string): string | undefined {
  if (!signedBy.includes('-----BEGIN PGP PUBLIC KEY BLOCK-----')) return undefined
  const lines = signedBy.split('\n').map((line) => line.trim())
  return `${lines.map((line) => (line === '.' ? '' : line)).join('\n')}\n`
}

export interface SourceUri {
  /** Without user and password; the same for what is the same to apt. */
  readonly uri: string
  /** A user, a password, or something else that only who was given it should know. */
  readonly hasSecret: boolean
}

/** Undefined for what is no address at all. */
export function readSourceUri(written: string): SourceUri | undefined {
  if (!URL.canParse(written)) return undefined
  const parsed = new URL(written)
  const hasSecret = parsed.username !== '' || parsed.password !== '' || parsed.search !== ''
  const place = parsed.host === '' ? '' : `//${parsed.host.toLowerCase()}`
  return { uri: `${parsed.protocol}${place}${parsed.pathname.replace(/\/+$/, '')}`, hasSecret }
}

export interface WrittenSource {
  readonly types: readonly SourceType[]
  readonly uri: string
  readonly suite: string
  readonly components: readonly string[]
  readonly architectures: readonly string[]
  /** Absolute path of its key; empty where those that apt trusts for every archive are to do. */
  readonly signedBy: string
}

/** In the format that the ending of a file's name promises. */
export function formatSource(source: WrittenSource, format: 'list' | 'sources'): string {
  const { types, uri, suite, components, architectures, signedBy } = source
  if (format === 'list') {
    const options = [
      ...(architectures.length === 0 ? [] : [`arch=${architectures.join(',')}`]),
      ...(signedBy === '' ? [] : [`signed-by=${signedBy}`]),
    ]
    const words = [...(options.length === 0 ? [] : [`[${options.join(' ')}]`]), uri, suite, ...components].join(' ')
    return types.map((type) => `${type} ${words}\n`).join('')
  }
  const fields: Readonly<Record<string, readonly string[]>> = {
    Types: types,
    URIs: [uri],
    Suites: [suite],
    Components: components,
    Architectures: architectures,
    'Signed-By': signedBy === '' ? [] : [signedBy],
  }
  return Object.entries(fields)
    .filter(([, words]) => words.length > 0)
    .map(([name, words]) => `${name}: ${words.join(' ')}\n`)
    .join('')
}

/**
 * The name of what apt keeps of an archive's signed Release file (apt-pkg/strutl.cc, URItoFileName); `uri` without a slash at its
 * end.
 */
export function releaseListName(uri: string, suite: string): string {
  const place = uri.replace(/^[a-z+]+:(?:\/\/)?/, '')
  const whole = suite.endsWith('/') ? `${place}/${suite === '/' ? '' : suite}` : `${place}/dists/${suite}/`
  const quoted = whole.replace(
    /[|{}[\]<>"^~_=!@#$%&*\\]/g,
    (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  return `${quoted.replaceAll('/', '_')}InRelease`
}
