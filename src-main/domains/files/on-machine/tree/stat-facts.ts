import type { BigIntStats } from 'node:fs'
import type { FileFacts } from '../../../../tools/find/find-facts.ts'

type StatFacts = Omit<FileFacts, 'path' | 'target' | 'device' | 'diskBytes'>

/** The result of lstat in the format of find. */
export function factsOfStat(stat: BigIntStats): StatFacts {
  return {
    type: letterOf(stat),
    inode: String(stat.ino),
    links: Number(stat.nlink),
    mode: (stat.mode & 0o7777n).toString(8),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    bytes: Number(stat.size),
    modified: seconds(stat.mtimeNs),
    changed: seconds(stat.ctimeNs),
  }
}

function letterOf(stat: BigIntStats): string {
  if (stat.isFile()) return 'f'
  if (stat.isDirectory()) return 'd'
  if (stat.isSymbolicLink()) return 'l'
  if (stat.isFIFO()) return 'p'
  if (stat.isSocket()) return 's'
  return stat.isBlockDevice() ? 'b' : 'c'
}

/** As find prints it: nine digits and a zero after the point. Before 1970 the fraction still counts upwards. */
function seconds(ns: bigint): string {
  const whole = ns >= 0n ? ns / 1_000_000_000n : (ns - 999_999_999n) / 1_000_000_000n
  const fraction = ns - whole * 1_000_000_000n
  return `${whole}.${fraction.toString().padStart(9, '0')}0`
}
