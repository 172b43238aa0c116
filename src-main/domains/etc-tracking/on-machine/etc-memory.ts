/**
 * What was read of files of /etc, kept for as long as their inodes say that nothing of them changed: a switch looks at all of it
 * several times. A snapshot keeps inodes and times, so that what is known of the live tree holds for it too.
 */
import type { BigIntStats } from 'node:fs'
import { hostname } from 'node:os'
import { createLastEqualFile } from '../../../commons/last-equal/on-machine/last-equal-file.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { inodeStamp, isSettled } from '../../../tools/files/file-stamp.ts'
import { etcMessages } from '../messages.ts'
import type { ContentFacts } from './describe-content.ts'

export interface ReadContent extends ContentFacts {
  readonly bytes: number
  /** This and `bytes` of the part that both laptops share (own-lines.ts). */
  readonly sha256: string
  /** Of the whole, as packages know it. */
  readonly md5: string
}

export interface KnownEtcFile {
  readonly stamp: string
  /** Of files. */
  readonly content?: ReadContent
  /** With the numbers of accounts; undefined until they were asked for. */
  attributes?: readonly string[]
}

export interface EtcMemory {
  /** What is known of it, if nothing of it changed since. */
  find(path: BytePath, stat: BigIntStats): KnownEtcFile | undefined
  /** Keeps it, unless it has only just changed. */
  keep(path: BytePath, stat: BigIntStats, content?: ReadContent): KnownEtcFile
  /** Everything is read again. */
  forgetAll(): void
}

export function createEtcMemory(now: () => number, host: () => string = hostname): EtcMemory {
  const known = new Map<BytePath, KnownEtcFile>()
  // What a file says of this laptop depends on its name.
  const fullStamp = (stat: BigIntStats): string => `${host()} ${inodeStamp(stat)}`
  return {
    find(path, stat) {
      const one = known.get(path)
      return one?.stamp === fullStamp(stat) ? one : undefined
    },
    keep(path, stat, content) {
      const one = { stamp: fullStamp(stat), ...(content === undefined ? {} : { content }) }
      if (isSettled(stat, now())) known.set(path, one)
      else known.delete(path)
      return one
    },
    forgetAll: () => known.clear(),
  }
}

/** Where one laptop has none, every tracked file that differs is asked about, whoever changed it. */
export const etcLastEqual = createLastEqualFile('etc-last-equal.json', etcMessages.withoutLastEqual({}))
