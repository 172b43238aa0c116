/** getfattr (attr 2.5): the extended attributes of many files at once, ACLs and capabilities among them. */
import type { BytePath } from '../../kernel/byte-path.ts'
import { readAtOnce, run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface ReadAttributes {
  /** Absolute, all bytes ASCII or UTF-8: arguments cannot be anything else. Links are not followed. */
  readonly paths: readonly BytePath[]
  /** A regular expression for the names of attributes; `-` for all. */
  readonly names: string
}

export interface ReadAnyAttributes extends ReadAttributes {
  readonly mayBeGone?: boolean
  /** All are in a tree that root alone can reach and nothing is mounted in: nobody can keep the program waiting. */
  readonly areFrozen?: boolean
}

/** Attributes that say how this laptop labels or stores a file, not given by a person: a copy does not have them. */
export const ownAttributes = /^(security\.(?!capability=)|btrfs\.|trusted\.|system\.(?!posix_acl_))/

/** Of xargs: a command that it started ended with an error. */
const someFailed = 123
/** A command line may have two MiB in all, its environment and pointers included. */
const argumentBytes = 500_000

export function getfattrArgv(paths: readonly BytePath[], names: string): readonly [string, ...string[]] {
  const texts = paths.map((path) => Buffer.from(path, 'latin1').toString('utf8'))
  return [
    'getfattr',
    '--no-dereference',
    '--absolute-names',
    '--dump',
    '--encoding=hex',
    `--match=${names}`,
    '--',
    ...texts,
  ]
}

/** Path to its attributes, one `name=0xhex` a line, sorted. Files without any, and files that are gone, are not in it. */
export async function readAttributes(request: ReadAttributes, options: RunOptions): Promise<Map<BytePath, string>> {
  const found = new Map<BytePath, string>()
  for (const paths of batches(request.paths)) {
    // 1: a file is gone, which its caller sees by other means.
    const { bytes } = await run(
      {
        title: titles.readAttributes({}),
        argv: getfattrArgv(paths, request.names),
        exitCodes: [0, 1],
        env: { LC_ALL: 'C' },
        diesWithAgent: true,
      },
      options,
    )
    for (const [path, attributes] of parseAttributes(bytes.toString('latin1'))) found.set(path, attributes)
  }
  return found
}

/**
 * The same for names of any bytes, by way of xargs (findutils), which hands on what it reads up to each NUL. All of the
 * files have to be there, unless they may be gone by now.
 */
export async function readAttributesOfAny(
  { paths, names, mayBeGone = false, areFrozen = false }: ReadAnyAttributes,
  options: RunOptions,
): Promise<Map<BytePath, string>> {
  if (paths.length === 0) return new Map()
  const { bytes } = await run(
    {
      title: titles.readAttributes({}),
      argv: ['xargs', '--null', '--no-run-if-empty', ...getfattrArgv([], names)],
      input: Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1'),
      exitCodes: mayBeGone ? [0, someFailed] : [0],
      env: { LC_ALL: 'C' },
      diesWithAgent: !areFrozen || paths.length > readAtOnce,
    },
    options,
  )
  return new Map(parseAttributes(bytes.toString('latin1')))
}

/** Blocks of `# file: NAME` and `attribute=0x…` lines; in names, what is not printable and backslashes are `\ooo`. */
export function parseAttributes(text: string): readonly (readonly [BytePath, string])[] {
  const blocks = text.split('\n\n').filter((block) => block.trim() !== '')
  return blocks.map((block) => {
    const [first = '', ...lines] = block.split('\n').filter((line) => line !== '')
    if (!first.startsWith('# file: ')) throw unreadableAnswer('getfattr', block)
    if (!lines.every((line) => /^[^=]+(=(0x[0-9a-f]*|""))?$/.test(line))) throw unreadableAnswer('getfattr', block)
    return [unescapeName(first.slice('# file: '.length)), lines.sort().join('\n')] as const
  })
}

function unescapeName(name: string): BytePath {
  return name.replace(/\\([0-7]{3})/g, (_whole, digits: string) => String.fromCharCode(parseInt(digits, 8)))
}

function batches(paths: readonly BytePath[]): readonly (readonly BytePath[])[] {
  const all: BytePath[][] = []
  let room = 0
  for (const path of paths) {
    if (room < path.length) {
      all.push([])
      room = argumentBytes
    }
    all.at(-1)?.push(path)
    // The pointer to an argument counts as well.
    room -= path.length + 9
  }
  return all
}
