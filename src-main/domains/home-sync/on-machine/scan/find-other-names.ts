/**
 * What never crosses stays whatever it is called: a key that a link leads to (as dotfiles are often kept), and further
 * hard links of one. Looks into a frozen tree.
 */
import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs'
import path from 'node:path'
import type { ExclusionKind } from '../../../../commons/home-exclusions/exclusions.ts'
import { bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { findLinked } from '../../../../tools/find/find-linked.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { LiteralExclusion, Matcher, RuleNode } from '../../exclusions/exclusion-matcher.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'

const linksAtMost = 40
const filesLookedAt = 5_000

/** What a rule says is private wherever it lies; caches and the like may be anywhere. */
const privateKinds: ReadonlySet<ExclusionKind> = new Set(['key', 'identity'])

export interface OtherNamesRequest {
  readonly root: string
  /** What this is called on the living laptop: "/home". */
  readonly home: string
  readonly rules: RuleNode
  /** Private by what was found in them. */
  readonly keys: readonly BytePath[]
  /** By rules and names alone. */
  readonly isExcluded: Matcher
}

export async function findOtherNames(
  request: OtherNamesRequest,
  options: RunOptions,
): Promise<readonly LiteralExclusion[]> {
  const named = namedByRules(request)
  const behindLinks = named.filter(({ path: one }) => request.isExcluded(keyOfPath(one)) === undefined)
  const linked = new Map<string, ExclusionKind>()
  for (const { path: one, kind } of [...named, ...request.keys.map((key) => ({ path: key, kind: 'key' as const }))]) {
    for (const { dev, ino } of linkedFiles(request.root, one)) linked.set(`${dev} ${ino}`, kind)
  }
  if (linked.size === 0) return behindLinks
  const files = await findLinked(request.root, options)
  const others = files.flatMap(({ path: one, device, inode }) => {
    const kind = linked.get(`${device} ${inode}`)
    return kind === undefined || request.isExcluded(keyOfPath(one)) !== undefined ? [] : [{ path: one, kind }]
  })
  return [...behindLinks, ...others]
}

/** Where what the rules name really lies, links on the way followed. */
function namedByRules({ root, home, rules }: OtherNamesRequest): readonly LiteralExclusion[] {
  const found: LiteralExclusion[] = []
  const visit = (folder: BytePath, node: RuleNode): void => {
    const names = node.wildcards.length === 0 ? [] : namesIn(root, folder)
    const wild = node.wildcards.flatMap(({ matches, node: child }) =>
      names.filter((name) => matches.test(name)).map((name) => [name, child] as const),
    )
    for (const [name, child] of [...node.literals, ...wild]) {
      const real = resolveLinks({ root, home }, folder === '' ? name : `${folder}/${name}`)
      if (real === undefined) continue
      if (child.rule === undefined) visit(real, child)
      else if (privateKinds.has(child.rule.kind)) found.push({ path: real, kind: child.rule.kind })
    }
  }
  visit('', rules)
  return found
}

/** Undefined where nothing is, or a link leads out of /home. */
function resolveLinks({ root, home }: Pick<OtherNamesRequest, 'root' | 'home'>, start: BytePath): BytePath | undefined {
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

/** Files with more than one name: this one, or all in this folder. */
function linkedFiles(root: string, start: BytePath): readonly Stats[] {
  const found: Stats[] = []
  const open = [start]
  for (let looked = 0; looked < filesLookedAt; looked++) {
    const one = open.pop()
    if (one === undefined) break
    const stat = statAt(root, one)
    if (stat?.isDirectory() === true) open.push(...namesIn(root, one).map((name) => `${one}/${name}`))
    else if (stat?.isFile() === true && stat.nlink > 1) found.push(stat)
  }
  return found
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
