/**
 * What is private wherever it lies: keys and identities that a rule names, where a link leads to them, as dotfiles are often kept, and
 * further hard links of them. Runs as the person.
 */
import { lstatSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs'
import path from 'node:path'
import { exclusionsInHome } from '../../../../commons/home-exclusions/exclusions.ts'
import { namesAnywhere } from '../../../../commons/home-exclusions/exclusion.ts'
import { isErrno } from '../../../../kernel/errno.ts'

export interface PrivateFiles {
  /** Absolute, as text; with all that is in them. */
  readonly paths: readonly string[]
  /** Files that have further names: "device:inode". */
  readonly inodes: ReadonlySet<string>
}

/** In `.ssh` what a key is called nobody knows: all of it counts. */
const patterns = [
  ...exclusionsInHome.filter(({ kind }) => kind === 'key' || kind === 'identity'),
  { pattern: '.ssh/*' },
].flatMap((rule) => ('kind' in rule && namesAnywhere(rule) !== undefined ? [] : [rule.pattern.split('/')]))

/** Files of one rule that are looked at. */
const filesAtMost = 10_000

export function findPrivate(home: string): PrivateFiles {
  const paths = new Set<string>()
  const inodes = new Set<string>()
  for (const names of patterns) {
    for (const found of matching(home, names)) {
      const real = attempt(() => realpathSync(found))
      if (real === undefined) continue
      paths.add(real)
      for (const file of filesIn(real)) if (file.nlink > 1) inodes.add(inodeOf(file))
    }
  }
  return { paths: [...paths], inodes }
}

export const inodeOf = ({ dev, ino }: Pick<Stats, 'dev' | 'ino'>): string => `${dev}:${ino}`

/** `*` is any characters within one name. */
function matching(folder: string, [name, ...rest]: readonly string[]): readonly string[] {
  if (name === undefined) return [folder]
  if (!name.includes('*')) {
    const next = path.join(folder, name)
    return attempt(() => lstatSync(next)) === undefined ? [] : matching(next, rest)
  }
  const parts = name.split('*').map((part) => part.replace(/[$()+.?[\\\]^{|}]/g, String.raw`\$&`))
  const pattern = new RegExp(`^${parts.join('.*')}$`, 's')
  const there = attempt(() => readdirSync(folder)) ?? []
  return there.filter((one) => pattern.test(one)).flatMap((one) => matching(path.join(folder, one), rest))
}

function filesIn(place: string): readonly Stats[] {
  const files: Stats[] = []
  const waiting = [place]
  for (let at = waiting.pop(); at !== undefined && files.length < filesAtMost; at = waiting.pop()) {
    const one = at
    const stat = attempt(() => lstatSync(one))
    if (stat?.isFile() === true) files.push(stat)
    // A key in there that is a link leads elsewhere.
    else if (stat?.isDirectory() === true)
      waiting.push(...(attempt(() => readdirSync(one)) ?? []).map((name) => path.join(one, name)))
    else if (stat?.isSymbolicLink() === true) {
      const target = attempt(() => statSync(one))
      if (target?.isFile() === true) files.push(target)
    }
  }
  return files
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP')) return undefined
    throw thrown
  }
}
