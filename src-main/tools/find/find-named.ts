/** GNU find (findutils 4.9 and later, for -files0-from) for files of a name in a tree that somebody works in, as that person. */
import type { BytePath } from '../../kernel/byte-path.ts'
import { asPerson, type Account } from '../accounts/as-person.ts'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { findRecords } from './find-end.ts'

export interface FindNamed {
  /** Absolute. */
  readonly root: string
  readonly as: Account
  /** Of find(1): "*.odt". */
  readonly pattern: string
  /** Folders that are not looked into: paths below the root with `*` for anything, or names for wherever they are. */
  readonly without: { readonly paths: readonly string[]; readonly names: readonly string[] }
  /** What is told at most. */
  readonly most: number
}

export function findNamedArgv({
  as,
  pattern,
  without: { paths, names },
}: Pick<FindNamed, 'as' | 'pattern' | 'without'>): readonly [string, ...string[]] {
  // A home has folders by the ten thousand: most are told apart from all of these paths by one letter.
  const letters = [...new Set(paths.map((path) => path.slice(0, 1)))]
  const some = [oneOf(letters.map((letter) => `./${letter}*`)), oneOf(paths.map((path) => `./${path}`))]
  const tests = [...names.map((name) => ['-name', name]), ...(paths.length === 0 ? [] : [['(', ...some.flat(), ')']])]
  const prune = tests.length === 0 ? [] : ['-type', 'd', '(', ...joined(tests), ')', '-prune', '-o']
  return [
    ...asPerson(as),
    ...['find', '-P', '-files0-from', '-', '-xdev', '-ignore_readdir_race'],
    ...prune,
    ...['-type', 'f', '-name', pattern, '-printf', '%p\\0'],
  ]
}

const oneOf = (patterns: readonly string[]): readonly string[] => [
  '(',
  ...joined(patterns.map((pattern) => ['-path', pattern])),
  ')',
]

function joined(tests: readonly (readonly string[])[]): readonly string[] {
  return tests.flatMap((test, index) => (index === 0 ? test : ['-o', ...test]))
}

/** Relative to the root; `more` were not told. No link is followed, and what is mounted or a subvolume of its own not entered. */
export async function findNamed(
  request: FindNamed,
  options: RunOptions,
): Promise<{ readonly paths: readonly BytePath[]; readonly more: number }> {
  const paths: BytePath[] = []
  let more = 0
  const tell = (path: BytePath): void => {
    if (paths.length < request.most) paths.push(path.replace(/^\.\/+/, ''))
    else more += 1
  }
  const asked = { title: titles.listFiles({}), argv: findNamedArgv(request), root: request.root, start: '' }
  await findRecords(asked, tell, options)
  return { paths, more }
}
