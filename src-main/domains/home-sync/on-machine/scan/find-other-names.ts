/**
 * What never crosses stays whatever it is called: a key that a link leads to (as dotfiles are often kept), and further
 * hard links of one. Looks into a frozen tree.
 */
import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs'
import path from 'node:path'
import type { Exclusion, ExclusionKind } from '../../../../commons/home-exclusions/exclusion.ts'
import { bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { ruleTree, type LiteralExclusion, type Matcher, type RuleNode } from '../../exclusions/exclusion-matcher.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import type { FrozenHome } from './freeze-home.ts'
import { linkedNames } from './linked-names.ts'

const linksAtMost = 40

/** What a rule says is private wherever it lies; caches and the like may be anywhere. */
const privateKinds: ReadonlySet<ExclusionKind> = new Set(['key', 'identity'])

export interface OtherNamesRequest {
  readonly frozen: FrozenHome
  /** What this is called on the living laptop: "/home". */
  readonly home: string
  readonly rules: readonly Exclusion[]
  /** Private by what was found in them. */
  readonly keys: readonly BytePath[]
  /** By rules and names alone. */
  readonly isExcluded: Matcher
}

export async function findOtherNames(
  request: OtherNamesRequest,
  options: RunOptions,
): Promise<readonly LiteralExclusion[]> {
  const { root, nested, within } = request.frozen
  // Only these: others reach into far more of a home.
  const rules = ruleTree(request.rules.filter(({ kind }) => privateKinds.has(kind)))
  const named = namedByRules({ root, home: request.home, rules })
  const isListed = ({ path: one }: LiteralExclusion) => request.isExcluded(keyOfPath(one)) === undefined
  const found = named.filter(isListed)
  const keys = request.keys.map((key) => ({ path: key, kind: 'key' as const }))
  const tree = { root, subvolumes: ['', ...nested], within }
  for (const kind of privateKinds) {
    const starts = [...named, ...keys].filter((one) => one.kind === kind).map((one) => one.path)
    const names = await linkedNames(tree, starts, options)
    found.push(...names.map((name) => ({ path: name, kind })).filter(isListed))
  }
  return found
}

interface Named {
  readonly root: string
  readonly home: string
  readonly rules: RuleNode
}

/** Where what the rules name really lies, links on the way followed. */
function namedByRules({ root, home, rules }: Named): readonly LiteralExclusion[] {
  const found: LiteralExclusion[] = []
  // `folder` has no link in its way.
  const visit = (folder: BytePath, node: RuleNode): void => {
    for (const [name, child] of childrenIn(root, folder, node)) {
      const path = folder === '' ? name : `${folder}/${name}`
      const stat = statAt(root, path)
      if (stat === undefined) continue
      const real = stat.isSymbolicLink() ? resolveLinks({ root, home }, path) : path
      if (real === undefined) continue
      if (child.rule === undefined) visit(real, child)
      // A link to a folder that it is in says nothing of that folder, which is most of a home or all of it.
      else if (!isIn(path, real)) found.push({ path: real, kind: child.rule.kind })
    }
  }
  visit('', rules)
  return found
}

function isIn(path: BytePath, folder: BytePath): boolean {
  return folder === '' || path.startsWith(`${folder}/`)
}

function childrenIn(root: string, folder: BytePath, node: RuleNode): readonly (readonly [string, RuleNode])[] {
  if (node.wildcards.length === 0) return [...node.literals]
  const names = namesIn(root, folder)
  const wild = node.wildcards.flatMap(({ matches, node: child }) =>
    names.filter((name) => matches.test(name)).map((name) => [name, child] as const),
  )
  return [...node.literals, ...wild]
}

/** Undefined where nothing is, or a link leads out of /home. */
export function resolveLinks({ root, home }: Pick<Named, 'root' | 'home'>, start: BytePath): BytePath | undefined {
  let done: string[] = []
  const open = start.split('/').reverse()
  for (let links = 0; ;) {
    const name = open.pop()
    if (name === undefined) return done.join('/')
    if (name === '' || name === '.') continue
    if (name === '..') {
      if (done.pop() === undefined) return undefined
      continue
    }
    const here = [...done, name].join('/')
    const stat = statAt(root, here)
    if (stat === undefined) return undefined
    if (!stat.isSymbolicLink()) {
      done.push(name)
      continue
    }
    links += 1
    if (links > linksAtMost) return undefined
    const target = bytePathFromBuffer(readlinkSync(placeOf(root, here), { encoding: 'buffer' }))
    if (!target.startsWith('/')) open.push(...target.split('/').reverse())
    else if (target.startsWith(`${home}/`)) {
      done = []
      open.push(
        ...target
          .slice(home.length + 1)
          .split('/')
          .reverse(),
      )
    } else return undefined
  }
}

function namesIn(root: string, folder: BytePath): readonly BytePath[] {
  if (statAt(root, folder)?.isDirectory() !== true) return []
  return readdirSync(placeOf(root, folder), { encoding: 'buffer' }).map(bytePathFromBuffer)
}

/** Undefined where nothing is, also because something on the way is no folder. */
function statAt(root: string, one: BytePath): Stats | undefined {
  try {
    return lstatSync(placeOf(root, one), { throwIfNoEntry: false })
  } catch (error) {
    if (isErrno(error, 'ENOTDIR')) return undefined
    throw error
  }
}

function placeOf(root: string, one: BytePath): Buffer {
  return Buffer.concat([Buffer.from(path.join(root, '/')), Buffer.from(one, 'latin1')])
}
