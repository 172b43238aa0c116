/** The extended attributes of many files at once, ACLs and capabilities among them, by llistxattr(2) and lgetxattr(2). */
import { bytePathFromBuffer, type BytePath } from '../../kernel/byte-path.ts'
import { readAtOnce, run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { frame, readFrames } from './frames.ts'
import program from './list-attributes.pl'
import calls from './place-calls.pl'

export interface ReadAttributes {
  /** Absolute. A link at the end is not followed. */
  readonly paths: readonly BytePath[]
  /** For the names of attributes; all where there is none. */
  readonly names?: RegExp
  readonly mayBeGone?: boolean
  /** All are in a tree that root alone can reach and nothing is mounted in: nobody can keep the program waiting. */
  readonly areFrozen?: boolean
}

/** Attributes that say how this laptop labels or stores a file, not given by a person: a copy does not have them. */
export const ownAttributes = /^(security\.(?!capability=)|btrfs\.|trusted\.|system\.(?!posix_acl_))/

/**
 * Path to its attributes, one `name=0xhex` a line, sorted; in names, what is not printable is `\ooo`. Files without any, and files that are gone and may be, are not in it.
 *
 * @throws AppError "tool-failed" when one is not there, or the disk does not give it.
 */
export async function readAttributes(
  { paths, names = /^/, mayBeGone = false, areFrozen = false }: ReadAttributes,
  options: RunOptions,
): Promise<ReadonlyMap<BytePath, string>> {
  if (paths.length === 0) return new Map()
  const reader = readFrames()
  const fields: string[] = []
  await run(
    {
      title: titles.readAttributes({}),
      argv: ['perl', '-e', [calls, program].join('\n')],
      cwd: '/',
      input: frame([names.source, mayBeGone ? 'gone' : '', ...paths]),
      diesWithAgent: !areFrozen || paths.length > readAtOnce,
      onBytes: (piece) => fields.push(...reader.push(piece).map(bytePathFromBuffer)),
    },
    options,
  )
  const found = new Map<BytePath, string>()
  for (let at = 0; at < fields.length; at += 2) found.set(fields[at] ?? '', fields[at + 1] ?? '')
  if (fields.length % 2 === 1) throw unreadableAnswer('perl', 'a file without its attributes')
  return found
}
