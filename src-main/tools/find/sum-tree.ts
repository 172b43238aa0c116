/** One sum over all that a tree has, without reading contents: equal for a tree and a snapshot of it. */
import { createHash } from 'node:crypto'
import { dieWithParent, run, type RunOptions } from '../run.ts'
import { readRecords } from '../files/nul-records.ts'
import { toolsMessages } from '../messages.ts'
import { titles } from '../titles/messages.ts'

/** The inode tells one file from another that only looks the same. */
const facts = ['-printf', '%P//%y %i %m %U %G %s %T@ %l\\0'] as const
/** A copy has inodes of its own, and a folder of another file system another size. */
const copiedFacts = [
  ...['-type', 'd', '-printf', '%P//%y %m %U %G %T@\\0', '-o'],
  ...['-printf', '%P//%y %m %U %G %s %T@ %l\\0'],
] as const
const sumBits = 128n

/**
 * Hexadecimal, with the number of entries before it: "1042-6f0d...". Independent of the order in which folders tell what
 * they hold. The top itself does not count, nor what is on other file systems. Throws when something could not be read.
 */
export function sumTree(top: string, options: RunOptions): Promise<string> {
  return sumOf(top, facts, options)
}

/** Equal for a tree and a copy of it that has its times. */
export function sumCopy(top: string, options: RunOptions): Promise<string> {
  return sumOf(top, copiedFacts, options)
}

async function sumOf(top: string, printed: readonly string[], options: RunOptions): Promise<string> {
  let count = 0
  let sum = 0n
  const reader = readRecords((record) => {
    count += 1
    const digest = createHash('sha256').update(record, 'latin1').digest('hex')
    sum += BigInt(`0x${digest.slice(0, Number(sumBits) / 4)}`)
  })
  const { exitCode, stderr } = await run(
    {
      title: titles.listHome({}),
      argv: [...dieWithParent, 'find', '-P', top, '-xdev', '-mindepth', '1', ...printed],
      // 1: not all could be listed, which is told below in our words.
      exitCodes: [0, 1],
      env: { LC_ALL: 'C' },
      onBytes: (piece) => reader.push(piece),
    },
    options,
  )
  if (exitCode !== 0 || reader.rest() !== '')
    throw toolsMessages.filesNotListed({}, { details: `find ended with ${exitCode}: ${stderr.slice(0, 4_000)}` })
  return `${count}-${BigInt.asUintN(Number(sumBits), sum).toString(16)}`
}
