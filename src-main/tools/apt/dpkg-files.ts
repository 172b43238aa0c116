/** What dpkg's own records say about files, most of them in /etc (dpkg-query(1), deb-conffiles(5)); read directly, since asking by file is slow. */
import { readIfThere, readOwnText } from '../files/own-file.ts'
import { rememberWhile } from '../../kernel/remember-while.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { dpkgStamp } from './dpkg-stamp.ts'

const infoFolder = '/var/lib/dpkg/info'

/** Path to MD5 of every conffile as it was shipped. Names may contain spaces: the MD5 follows the last one. */
export function parseConffiles(status: string): ReadonlyMap<string, string> {
  const shipped = new Map<string, string>()
  for (const [, block = ''] of status.matchAll(/^Conffiles:\n((?: .*\n?)*)/gm)) {
    for (const line of block.split('\n')) {
      const match = /^ (.+) ([0-9a-f]{32})(?: obsolete)?(?: remove-on-upgrade)?$/.exec(line)
      if (match?.[1] !== undefined && match[2] !== undefined) shipped.set(match[1], match[2])
    }
  }
  return shipped
}

/** As bytes, one character for each. */
export const readConffiles = rememberWhile(dpkgStamp, (_options: RunOptions) =>
  Promise.resolve(parseConffiles(readOwnText('/var/lib/dpkg/status', 'latin1'))),
)

/** modules: of the kernel. */
export type HardwareFiles = 'modules' | 'firmware'

/** By a package's name, what of these it brings; "modules" where it brings both. */
export const readHardwareFiles = rememberWhile(dpkgStamp, async (options: RunOptions) => {
  const { stdout } = await run(
    {
      title: titles.listHardwareFiles({}),
      argv: [
        'grep',
        ...['--recursive', '--with-filename', '--null', '--only-matching', '--include=*.list'],
        ...['--extended-regexp', '-e', '^/(usr/)?lib/(modules|firmware)/[^/]', '--', infoFolder],
      ],
      // 1: no line has it; what cannot be read is 2 (grep(1)).
      exitCodes: [0, 1],
    },
    options,
  )
  return parseHardwareFiles(stdout)
})

/** Lines of a list's own path, NUL, and how the path of a file begins. */
export function parseHardwareFiles(text: string): ReadonlyMap<string, HardwareFiles> {
  const found = new Map<string, HardwareFiles>()
  for (const line of text.split('\n')) {
    const [, name, kind] = /^.*\/([^/:]+)(?::[^/]+)?\.list\0\/(?:usr\/)?lib\/(modules|firmware)\//.exec(line) ?? []
    if (name === undefined || (kind !== 'modules' && kind !== 'firmware')) continue
    if (found.get(name) !== 'modules') found.set(name, kind)
  }
  return found
}

/** Path below /etc, as bytes, to the package that put it there; "" where several did, as folders that they share. */
export type EtcOwners = ReadonlyMap<string, string>

export const readEtcOwners = rememberWhile(dpkgStamp, async (options: RunOptions): Promise<EtcOwners> => {
  const { bytes } = await run(
    {
      title: titles.listConffiles({}),
      argv: ['grep', '--recursive', '--with-filename', '--null', '--include=*.list', '-e', '^/etc/', '--', infoFolder],
      // 1: no line has it; what cannot be read is 2 (grep(1)).
      exitCodes: [0, 1],
    },
    options,
  )
  return parseOwners(bytes.toString('latin1'))
})

/** Lines of a list's own path ("/var/lib/dpkg/info/libc6:amd64.list"), NUL, and the path that stands in it. */
export function parseOwners(text: string): EtcOwners {
  const owners = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, name, path] = /^.*\/([^/:]+)(?::[^/]+)?\.list\0(.+)$/.exec(line) ?? []
    if (name === undefined || path === undefined) continue
    const other = owners.get(path)
    owners.set(path, other === undefined || other === name ? name : '')
  }
  return owners
}

/** Whose each of these files is; "" where several packages put it there, and nothing of those that none did. */
export async function readFileOwners(
  paths: readonly string[],
  options: RunOptions,
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map()
  const patterns = paths.flatMap((one) => ['-e', one])
  const argv = ['grep', '--recursive', '--with-filename', '--null', '--line-regexp', '--fixed-strings'] as const
  const { stdout } = await run(
    {
      title: titles.findShippedFiles({}),
      argv: [...argv, '--include=*.list', ...patterns, '--', infoFolder],
      // 1: no line has it; what cannot be read is 2 (grep(1)).
      exitCodes: [0, 1],
    },
    options,
  )
  return parseOwners(stdout)
}

/** Those of the paths that no package put there. */
export async function withoutPackage(paths: readonly string[], options: RunOptions): Promise<readonly string[]> {
  const owners = await readFileOwners(paths, options)
  return paths.filter((one) => !owners.has(one))
}

/** Whose the file is or, where no package put it there, the folder that it is in. */
export function packageOf(path: string, owners: EtcOwners): string | undefined {
  for (let at = path; at.length > '/etc'.length; at = at.slice(0, at.lastIndexOf('/'))) {
    const owner = owners.get(at)
    if (owner !== undefined) return owner === '' ? undefined : owner
  }
  return undefined
}

/** Those of the sums that some package's list of sums has: copies of a shipped file. */
export async function findShippedSums(md5s: readonly string[], options: RunOptions): Promise<ReadonlySet<string>> {
  const known = await knownSums(options)
  const unknown = [...new Set(md5s)].filter((md5) => !known.has(md5))
  if (unknown.length > 0) {
    const found = await searchSums(unknown, options)
    for (const md5 of unknown) known.set(md5, found.has(md5))
  }
  return new Set(md5s.filter((md5) => known.get(md5) === true))
}

/** Whether any package has the sum, of those that were asked for since dpkg changed something. */
const knownSums = rememberWhile(dpkgStamp, (_options: RunOptions) => Promise.resolve(new Map<string, boolean>()))

async function searchSums(md5s: readonly string[], options: RunOptions): Promise<ReadonlySet<string>> {
  const patterns = md5s.flatMap((md5) => ['-e', md5])
  const argv = [
    'grep',
    '--recursive',
    '--no-filename',
    '--only-matching',
    '--fixed-strings',
    '--include=*.md5sums',
  ] as const
  const { stdout } = await run(
    {
      title: titles.findShippedFiles({}),
      argv: [...argv, ...patterns, '--', infoFolder],
      // 1: no line has it; what cannot be read is 2 (grep(1)).
      exitCodes: [0, 1],
    },
    options,
  )
  return new Set(stdout.split('\n'))
}

/** Path to MD5 of what ucf(1) last put there; nothing where ucf never did. `file`: for tests. */
export function readUcfSums(file = '/var/lib/ucf/hashfile'): ReadonlyMap<string, string> {
  const text = readIfThere(file, 'latin1') ?? ''
  return new Map(
    text.split('\n').flatMap((line) => {
      const match = /^([0-9a-f]{32}) {2}(\/.+)$/.exec(line)
      return match?.[1] === undefined || match[2] === undefined ? [] : [[match[2], match[1]] as const]
    }),
  )
}
