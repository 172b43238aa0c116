import { readIfThere } from '../files/own-file.ts'
import { rememberWhile } from '../../kernel/remember-while.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { dpkgStamp } from './dpkg-stamp.ts'

/** One package that dpkg knows of, as dpkg-query(1) tells it. */
export interface DpkgPackage {
  /** Two or three letters, "ii ", "hi ", "iF ", "iHR": desired, state, error. */
  readonly statusAbbrev: string
  readonly name: string
  /** "amd64", "i386", "all". */
  readonly architecture: string
  /** Empty when it is not installed. */
  readonly version: string
  readonly essential: boolean
  /** Names in Depends and Pre-Depends, alternatives included, without versions. */
  readonly needs: readonly string[]
  readonly recommends: readonly string[]
  readonly provides: readonly string[]
  /** What it says it takes when it is installed; 0 where it says nothing. */
  readonly installedBytes: number
  /** It names devices that it drives, as Ubuntu's and NVIDIA's packages do: `Modaliases: nvidia(pci:v000010DEd…)`. */
  readonly namesDevices: boolean
  /** The first line of its description; empty where it has none. */
  readonly summary: string
}

const fields = [
  'db:Status-Abbrev',
  'Package',
  'Architecture',
  'Version',
  'Essential',
  'Protected',
  'Depends',
  'Pre-Depends',
  'Recommends',
  'Provides',
  'Installed-Size',
  'Modaliases',
  // The last one: nobody promises that it has no tab.
  'binary:Summary',
]
const format = `${fields.map((field) => `\${${field}}`).join('\\t')}\\n`

/** Asked again only when dpkg has changed something since. Without a pattern it tells nothing of what is held and not installed. */
export const listDpkgPackages = rememberWhile(dpkgStamp, async (options: RunOptions) => {
  const argv = ['dpkg-query', '-W', '-f', format, '*'] as const
  const { stdout } = await run({ title: titles.listPackages({}), argv }, options)
  return parseDpkgPackages(stdout)
})

/** Of those that are not installed, the held ones alone: of the others dpkg knows no more than that something names them. */
export function parseDpkgPackages(text: string): readonly DpkgPackage[] {
  const lines = text.split('\n').filter((line) => line !== '' && !/^[^h]n/.test(line))
  if (lines.length === 0) throw unreadableAnswer('dpkg-query', 'not one package')
  return lines.map(parseLine)
}

function parseLine(line: string): DpkgPackage {
  const parts = line.split('\t')
  const [statusAbbrev, name, architecture, version, essential, important, depends, preDepends, recommends] = parts
  const [provides, kibibytes, modaliases, ...summary] = parts.slice(9)
  if (
    parts.length < fields.length ||
    statusAbbrev === undefined ||
    !/^[a-z?][a-zA-Z?][ R]?$/.test(statusAbbrev) ||
    name === undefined ||
    architecture === undefined ||
    version === undefined
  ) {
    throw unreadableAnswer('dpkg-query', line)
  }
  return {
    statusAbbrev,
    name,
    architecture,
    version,
    essential: essential === 'yes' || important === 'yes',
    needs: [...namesOf(depends), ...namesOf(preDepends)],
    recommends: namesOf(recommends),
    provides: namesOf(provides),
    installedBytes: Number(kibibytes) * 1024 || 0,
    namesDevices: modaliases !== '',
    summary: summaryOf(summary.join(' ')),
  }
}

/** As dpkg-query(1) tells that a package has none. */
const noDescription = '(no description available)'
const longestSummary = 200

function summaryOf(text: string): string {
  return text === noDescription ? '' : text.trim().slice(0, longestSummary)
}

/** "libc6 (>= 2.36), default-mta | mail-transport-agent, python3:any" to names. */
function namesOf(relations: string | undefined): string[] {
  return (relations ?? '')
    .split(/[,|]/)
    .map((relation) => /^[a-z0-9][a-z0-9+.-]*/.exec(relation.trim())?.[0])
    .filter((name) => name !== undefined)
}

/** The architectures dpkg was told of, native first; dpkg makes the file with the first foreign one. */
export function readArchitectures(nativeArchitecture: string): readonly string[] {
  const text = readIfThere('/var/lib/dpkg/arch') ?? ''
  return [...new Set([nativeArchitecture, ...text.split('\n').filter((line) => line !== '')])]
}

/** dpkg itself is always installed, in the native architecture. */
export function nativeArchitectureOf(packages: readonly DpkgPackage[]): string {
  const dpkg = packages.find(({ name }) => name === 'dpkg')
  if (dpkg === undefined) throw unreadableAnswer('dpkg-query', 'the package "dpkg" is not in its answer')
  return dpkg.architecture
}
