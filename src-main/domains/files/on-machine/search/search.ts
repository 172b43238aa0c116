/** One search: entries that match, tree after tree, limited to what the person may see. */
import type { FoundName } from '../../../../contract/files-calls.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Account } from '../../../../tools/accounts/as-person.ts'
import { findFacts } from '../../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { typeOf } from '../tree/entry-facts.ts'
import { entriesOf, join, type NameIndex } from './name-index.ts'

export type FoundInTree = Omit<FoundName, 'laptop'>

export interface SearchedTree {
  readonly id: string
  readonly at: string
  readonly root: string
}

export interface Search {
  add(path: BytePath, letter: string): void
  addAll(index: NameIndex): void
  /** Adds matches of this tree that the person may see. */
  finishTree(tree: SearchedTree): Promise<void>
  found(): FoundInTree[]
  /** There are more than are wanted. */
  isFull(): boolean
}

export function createSearch(
  { test, subvolume, limit }: { readonly test: NameTest; readonly subvolume: string; readonly limit: number },
  person: Account,
  options: RunOptions,
): Search {
  const found = new Map<BytePath, FoundInTree>()
  let added: { path: BytePath; letter: string }[] = []
  const add = (path: BytePath, letter: string): void => {
    if (!found.has(path) && test(path.slice(path.lastIndexOf('/') + 1))) added.push({ path, letter })
  }
  return {
    add,
    addAll(index) {
      for (const [folder, { names }] of index)
        for (const [letter, name] of entriesOf(names)) add(join(folder, name), letter)
    },
    async finishTree({ id, at, root }) {
      // One more than wanted shows that there are more.
      const room = limit + 1 - found.size
      const candidates = added.sort((one, other) => (one.path < other.path ? -1 : 1)).slice(0, room + mostHidden)
      added = []
      const visible = await visibleTo(
        person,
        root,
        candidates.map((one) => one.path),
        options,
      )
      for (const { path, letter } of candidates.filter((one) => visible.has(one.path)).slice(0, room))
        found.set(path, { subvolume, path, type: typeOf(letter), newest: id, newestAt: at, there: id === 'now' })
    },
    found: () => [...found.values()].slice(0, limit),
    isFull: () => found.size > limit,
  }
}

/** So many candidates beyond the wanted ones are checked: the person may not be allowed to see them. */
const mostHidden = 20_000

/** Checked with the person's own permissions: names in a folder that they may not enter are hidden. */
async function visibleTo(
  person: Account,
  root: string,
  paths: readonly BytePath[],
  options: RunOptions,
): Promise<ReadonlySet<BytePath>> {
  const { entries } = await findFacts({ root, starts: paths, depth: { least: 0, most: 0 }, as: person }, options)
  return new Set(entries.map((entry) => entry.path))
}

type NameTest = (name: BytePath) => boolean

/** Part of a name, or with `*` or `?` a pattern for the whole of it; letter case is ignored. `wanted` is text. */
export function compileName(wanted: string): NameTest {
  const text = fold(wanted)
  const test = /[*?]/.test(text) ? wholeName(text) : (name: string) => name.includes(text)
  return (name) => test(fold(Buffer.from(name, 'latin1').toString('utf8')))
}

function wholeName(pattern: string): (name: string) => boolean {
  const source = pattern
    .replace(/[\\^$.+()|[\]{}/]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]')
  const expression = new RegExp(`^${source}$`, 'u')
  return (name) => expression.test(name)
}

/** The same letter can be written in two ways: one code or two. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
