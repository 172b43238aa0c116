/** What dpkg's own records say about files in /etc (dpkg-query(1), deb-conffiles(5)); read directly, since asking by file is slow. */
import { readFile } from 'node:fs/promises'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

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
export async function readConffiles(): Promise<ReadonlyMap<string, string>> {
  return parseConffiles(await readFile('/var/lib/dpkg/status', 'latin1'))
}

/** Paths below /etc that any package put there. */
export async function readOwnedPaths(options: RunOptions): Promise<ReadonlySet<string>> {
  const { bytes } = await run(
    {
      title: titles.listConffiles({}),
      argv: ['grep', '--recursive', '--no-filename', '--include=*.list', '-e', '^/etc/', '--', infoFolder],
      exitCodes: [0, 1],
    },
    options,
  )
  return new Set(bytes.toString('latin1').split('\n'))
}

/** Those of the sums that some package's list of sums has: copies of a shipped file. */
export async function findShippedSums(md5s: readonly string[], options: RunOptions): Promise<ReadonlySet<string>> {
  if (md5s.length === 0) return new Set()
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
      exitCodes: [0, 1],
    },
    options,
  )
  return new Set(stdout.split('\n'))
}

/** Path to MD5 of what ucf(1) last put there. */
export async function readUcfSums(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile('/var/lib/ucf/hashfile', 'latin1').catch(() => '')
  return new Map(
    text.split('\n').flatMap((line) => {
      const match = /^([0-9a-f]{32}) {2}(\/.+)$/.exec(line)
      return match?.[1] === undefined || match[2] === undefined ? [] : [[match[2], match[1]] as const]
    }),
  )
}
