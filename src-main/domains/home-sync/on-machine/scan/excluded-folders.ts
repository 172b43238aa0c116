import { lstatSync, readdirSync } from 'node:fs'
import { bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import type { RuleNode } from '../../exclusions/exclusion-matcher.ts'

/**
 * Existing folders that a rule excludes, absolute, so that listing need not enter a cache of a hundred thousand files
 * to exclude them one by one. Folders that appear later are excluded by the matcher.
 */
export function excludedFolders(root: BytePath, node: RuleNode): readonly BytePath[] {
  const named = [...node.literals].flatMap(([name, child]) => visit(`${root}/${name}`, child))
  if (node.wildcards.length === 0) return named
  const names = folderNames(root)
  const matched = node.wildcards.flatMap((wildcard) =>
    names.filter((name) => wildcard.matches.test(name)).flatMap((name) => visit(`${root}/${name}`, wildcard.node)),
  )
  return [...new Set([...named, ...matched])]
}

function visit(path: BytePath, node: RuleNode): readonly BytePath[] {
  if (!isFolder(path)) return []
  return node.rule === undefined ? excludedFolders(path, node) : [path]
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

function folderNames(folder: BytePath): readonly BytePath[] {
  return readdirSync(Buffer.from(folder, 'latin1'), { encoding: 'buffer' }).map(bytePathFromBuffer)
}
