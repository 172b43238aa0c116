/**
 * btrfs-send(8): which subvolumes a `btrfs send`, or our own question for one (btrfs-send.ts), needs now. The kernel tells nobody; the folders that it has open do, and
 * its command line, for it does not keep open what it compares with or takes data from.
 */
import { readdirSync, statSync } from 'node:fs'
import { readOwnText } from '../files/own-file.ts'
import { sendWord } from './btrfs-send.ts'
import { ifAlive, runningPids } from '../proc/running-processes.ts'

/** Device numbers (stat(2), st_dev), which every subvolume has of its own. */
export function findSendingDevices(): ReadonlySet<number> {
  return new Set(
    runningPids().flatMap((pid) => {
      const named = namedPlaces(pid)
      return named === undefined ? [] : [...openDevices(pid), ...named.flatMap((place) => deviceOf(place) ?? [])]
    }),
  )
}

/** Everything on its command line that may be a path, as it sees it; undefined when it sends nothing. */
function namedPlaces(pid: number): readonly string[] | undefined {
  // Only root can send. Whoever else only says so could name places where looking never ends.
  if (ifAlive(() => statSync(`/proc/${pid}`).uid) !== 0) return undefined
  const argv = ifAlive(() => readOwnText(`/proc/${pid}/cmdline`, 'latin1'))?.split('\0') ?? []
  const byTool = /(^|\/)btrfs$/.test(argv[0] ?? '') && argv.includes('send')
  if (!byTool && argv[3] !== sendWord) return undefined
  return argv
    .map((word) => word.replace(/^-[pc]/, ''))
    .filter((word) => word !== '')
    .map((word) => (word.startsWith('/') ? `/proc/${pid}/root${word}` : `/proc/${pid}/cwd/${word}`))
}

function openDevices(pid: number): readonly number[] {
  const descriptors = ifAlive(() => readdirSync(`/proc/${pid}/fd`)) ?? []
  return descriptors.flatMap((descriptor) => deviceOf(`/proc/${pid}/fd/${descriptor}`) ?? [])
}

/** `place` as bytes of latin1; undefined when nothing is there, for not every word is a path. */
function deviceOf(place: string): number | undefined {
  try {
    return statSync(Buffer.from(place, 'latin1'), { throwIfNoEntry: false })?.dev
  } catch {
    // Gone meanwhile, or no path at all: too long, or a loop of links.
    return undefined
  }
}
