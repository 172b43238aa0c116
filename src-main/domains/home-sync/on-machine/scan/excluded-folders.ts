import { lstatSync, readdirSync } from 'node:fs'
import type { Exclusion } from '../../../../commons/home-exclusions/exclusion.ts'
import { bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import { placedNames, treeOf, type Matcher, type RuleNode } from '../../exclusions/exclusion-matcher.ts'
import { waysTo } from '../../exclusions/own-decider.ts'
import { patternOf, type OwnRules } from '../../exclusions/person-rule.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'

export interface FolderRules {
  readonly rules: readonly Exclusion[]
  readonly own: OwnRules
  readonly isExcluded: Matcher
}

/**
 * Existing folders that a rule excludes, absolute, so that listing need not enter a cache of a hundred thousand files
 * to exclude them one by one. Folders that appear later, and those that a name anywhere means, are excluded by the matcher.
 */
export function excludedFolders(root: BytePath, { rules, own, isExcluded }: FolderRules): readonly BytePath[] {
  const found = new Set<BytePath>()
  const isFound = (path: BytePath): boolean => {
    if (isExcluded(keyOfPath(path)) === undefined) return false
    found.add(`${root}/${path}`)
    return true
  }
  const visit = (folder: BytePath, node: RuleNode<true>): void => {
    const names = node.wildcards.length === 0 ? [] : namesIn(`${root}/${folder}`)
    const wild = node.wildcards.flatMap(({ matches, node: child }) =>
      names.filter((name) => matches.test(name)).map((name) => [name, child] as const),
    )
    for (const [name, child] of [...node.literals, ...wild]) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (!isFolder(`${root}/${path}`) || (child.rule === true && isFound(path))) continue
      visit(path, child)
    }
  }
  visit('', treeOf([...placedNames(rules), ...namesOfOwn(own)].map((names) => ({ names, rule: true as const }))))
  for (const way of waysTo(own.rules)) {
    const folder = `${own.home}/${pathOfKey(way)}`
    const names = isFolder(`${root}/${folder}`) ? namesIn(`${root}/${folder}`) : []
    for (const name of names) if (isFolder(`${root}/${folder}/${name}`)) isFound(`${folder}/${name}`)
  }
  return [...found]
}

function namesOfOwn({ home, rules }: OwnRules): readonly (readonly (readonly string[])[])[] {
  const around = home.split('/').map((name) => [name])
  const patterns = rules.filter(({ decision }) => decision === 'exclude').map(patternOf)
  return patterns.filter(({ isAnchored }) => isAnchored).map(({ names }) => [...around, ...names])
}

/** A link to a folder is not a folder. */
export function isFolder(path: BytePath): boolean {
  try {
    return lstatSync(Buffer.from(path, 'latin1')).isDirectory()
  } catch {
    // It is gone or not accessible. The listing reports that if it matters.
    return false
  }
}

function namesIn(folder: BytePath): readonly BytePath[] {
  return readdirSync(Buffer.from(folder, 'latin1'), { encoding: 'buffer' }).map(bytePathFromBuffer)
}
