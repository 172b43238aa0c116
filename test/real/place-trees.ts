/** A living tree, what is to come into it, and its frozen state, on a btrfs of their own: for the tests of the placer. */
import { execFileSync, spawn } from 'node:child_process'
import path from 'node:path'
import type { BytePath } from '../../src-main/kernel/byte-path.ts'
import {
  placeLines,
  type PlaceLine,
  type PlaceRequest,
  type PlaceResult,
} from '../../src-main/tools/files/place-lines.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'

export const requestId = 'A1b2C3d4E5f6G7h8'
export const bob = 65534

export interface PlaceTrees {
  readonly top: string
  readonly live: string
  readonly source: string
  /** Runs in the living tree, or in another one. Gives what it prints. */
  bash(script: string, tree?: string): string
  /** A read-only snapshot of the living tree, nested subvolumes put in place; its path. */
  freeze(): string
  request(lines: readonly PlaceLine[], expectedRoot: string | undefined): PlaceRequest
  place(lines: readonly PlaceLine[], expectedRoot: string | undefined): Promise<readonly PlaceResult[]>
  remove(): void
}

export function makePlaceTrees(megabytes?: number): PlaceTrees & { empty(): void } {
  const disk = makeLoopBtrfs(megabytes)
  const at = (name: string) => path.join(disk.top, name)
  const [live, source] = [at('live'), at('source')]
  let frozen = 0
  const bash = (script: string, tree = live) =>
    execFileSync('bash', ['--norc', '-euc', script], {
      cwd: tree,
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const request = (lines: readonly PlaceLine[], expectedRoot: string | undefined): PlaceRequest => {
    sh('sync', '--file-system', disk.top)
    return { id: requestId, liveRoot: live, sourceRoot: source, expectedRoot, lines }
  }
  return {
    top: disk.top,
    live,
    source,
    bash,
    request,
    freeze: () => {
      const snapshot = at(`frozen-${(frozen += 1)}`)
      sh('btrfs', '-q', 'subvolume', 'snapshot', live, snapshot)
      const nested = bash('find . -mindepth 1 -inum 256 -printf "%P\\n"').split('\n').filter(Boolean)
      for (const name of nested) {
        sh('rmdir', path.join(snapshot, name))
        sh('btrfs', '-q', 'subvolume', 'snapshot', path.join(live, name), path.join(snapshot, name))
      }
      sh('btrfs', 'property', 'set', snapshot, 'ro', 'true')
      return snapshot
    },
    place: (lines, expectedRoot) => placeAll(request(lines, expectedRoot)),
    /** Both trees anew. */
    empty: () => {
      for (const tree of [live, source]) {
        bash(`chattr -R -ia ${tree} 2> /dev/null || true; rm -rf ${tree}; btrfs -q subvolume create ${tree}`, disk.top)
      }
    },
    remove: () => disk.remove(),
  }
}

export async function placeAll(request: PlaceRequest): Promise<readonly PlaceResult[]> {
  const results: PlaceResult[] = []
  await placeLines(request, (result) => results.push(result), {})
  return results
}

export const place = (...paths: readonly BytePath[]): readonly PlaceLine[] =>
  paths.map((each) => ({ path: each, action: 'place' }))
export const remove = (...paths: readonly BytePath[]): readonly PlaceLine[] =>
  paths.map((each) => ({ path: each, action: 'remove' }))

/** "placed", "left: changed", … in the order of the lines. */
export function outcomes(results: readonly PlaceResult[]): readonly string[] {
  return results.map((result) => (result.outcome === 'left' ? `left: ${result.why}` : result.outcome))
}

export function countOutcomes(results: readonly PlaceResult[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes(results)) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

/** All paths of a tree, outer ones first. */
export function pathsIn(tree: string): readonly BytePath[] {
  const found = execFileSync('find', ['.', '-mindepth', '1', '-printf', '%P\\0'], { cwd: tree, encoding: 'latin1' })
  return found.split('\0').slice(0, -1)
}

/** Lines for all that is in a tree: outer before inner, and the folders once more from the inside to the outside. */
export function linesFor(tree: string): readonly PlaceLine[] {
  const folders = execFileSync('find', ['.', '-mindepth', '1', '-type', 'd', '-printf', '%P\\0'], {
    cwd: tree,
    encoding: 'latin1',
  })
  return [...place(...pathsIn(tree)), ...place(...folders.split('\0').slice(0, -1).reverse())]
}

/** Everything that can be seen of a tree, as sorted text: kinds, modes, owners, times, links, attributes, contents, holes. */
export function describeTree(tree: string): string {
  const script = [
    // The size of a folder counts the letters of its names; inodes of linked names become the first of these names.
    `find . -mindepth 1 \\( -type d -printf '%y %#m %U:%G %T@ %P\\0' -o -printf '%y %#m %U:%G %T@ %s %l %P\\0' \\)`,
    `find . -mindepth 1 -links +1 ! -type d -printf '%i %P\\0' | sort -z -t ' ' -k 2 | awk -v 'RS=\\0' -v 'ORS=\\0' '{ i = $1; if (!(i in first)) first[i] = $0; n = first[i]; sub(/^[0-9]+ /, "", n); m = $0; sub(/^[0-9]+ /, "", m); print "link " m " = " n }'`,
    `find . -mindepth 1 -print0 | xargs -0 -r getfattr -h -d -m '^(user|trusted|system|security.capability)' -e hex -- | awk -v 'RS=\\n\\n' -v 'ORS=\\0' '1'`,
    `find . -mindepth 1 -type f -print0 | xargs -0 -r sha256sum -z --`,
  ]
  const text = execFileSync('bash', ['--norc', '-euo', 'pipefail', '-c', script.join('; ')], {
    cwd: tree,
    encoding: 'latin1',
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 1 << 28,
  })
  return text.split('\0').sort().join('\n')
}

/** Names that a person hardly gives, as bash writes them: bytes that are not UTF-8, line breaks, 255 bytes, options. */
export const oddNames = [
  `$'\\xff\\xfe'`,
  `$'a\\nb'`,
  `"$(printf 'n%.0s' {1..255})"`,
  `-rf`,
  `' '`,
  `$'\\u0301e'`,
  `007`,
]

interface Attacker {
  stop(): Promise<void>
}

/** Until the work has ended, however it ends. */
export async function during<T>(attacker: Attacker, work: Promise<T>): Promise<T> {
  try {
    return await work
  } finally {
    await attacker.stop()
  }
}

/** A program of bob's that goes on until it is stopped. It comes before others, so that it is quick enough to meet a line in its middle. */
export async function asBob(script: string, cwd: string): Promise<Attacker> {
  const words = ['--reuid', String(bob), '--regid', String(bob), '--clear-groups', '--pdeathsig', 'KILL', '--']
  const child = spawn('nice', ['-n', '-20', 'setpriv', ...words, 'perl', '-e', script], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return {
    stop: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Lets two names change places as fast as it can, or every so many seconds. */
export const exchangeForEver = (one: string, other: string, seconds = 0): string => `
  $| = 1; print "on\\n"; my ($one, $other) = ('${one}', '${other}'); my $number = ${process.arch === 'x64' ? 316 : 276};
  while (1) { syscall($number, -100, $one, -100, $other, 2); select undef, undef, undef, ${seconds} if ${seconds} }`
