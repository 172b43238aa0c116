/** What is done with subvolumes in a tree: made, removed, made again, copied at once, moved, made of a folder. */
import { execFileSync } from 'node:child_process'
import { lstatSync, writeFileSync } from 'node:fs'
import type { Random } from '../random.ts'
import type { WorkTree } from './random-work.ts'

const sh = (...[file, ...args]: readonly [string, ...string[]]) => execFileSync(file, args, { stdio: 'ignore' })
const btrfs = (...args: readonly string[]) => sh('btrfs', '-q', 'subvolume', ...args)
const rootInode = 256

/** None of it is done where the kernel does not allow it: one that holds another is not deleted. */
export function subvolumeWork(tree: WorkTree, random: Random): readonly (() => void)[] {
  const { at, all, fresh, asArgument } = tree
  const pickFolder = (isMeant: (path: string) => boolean) => asArgument(random.pick(all('folder').filter(isMeant)))
  const someSubvolume = () => pickFolder((path) => lstatSync(at(path)).ino === rootInode)
  const make = (path: string) => {
    btrfs('create', path)
    writeFileSync(`${path}/in`, String(random.below(10)))
  }
  return [
    function makeSubvolume() {
      const path = asArgument(fresh())
      if (path !== undefined) make(path)
    },
    function removeSubvolume() {
      const path = someSubvolume()
      if (path !== undefined) isAllowed(() => btrfs('delete', path))
    },
    function makeSubvolumeAgain() {
      const path = someSubvolume()
      if (path !== undefined && isAllowed(() => btrfs('delete', path))) make(path)
    },
    function snapshotBeside() {
      const [path, to] = [someSubvolume(), asArgument(fresh())]
      if (path !== undefined && to !== undefined) btrfs('snapshot', path, to)
    },
    function moveSubvolume() {
      const [path, to] = [someSubvolume(), asArgument(fresh())]
      if (path !== undefined && to !== undefined) isAllowed(() => sh('mv', '-T', '--', path, to))
    },
    function makeFolderSubvolume() {
      const path = pickFolder((each) => lstatSync(at(each)).ino !== rootInode)
      if (path === undefined) return
      // A name of its own: that of the folder may be as long as a name can be.
      const beside = `${path.slice(0, path.lastIndexOf('/'))}/new subvolume`
      if (lstatSync(beside, { throwIfNoEntry: false }) !== undefined) return
      btrfs('create', beside)
      sh('cp', '-a', '--reflink=always', '--', `${path}/.`, beside)
      sh('rm', '-rf', '--', path)
      sh('mv', '-T', '--', beside, path)
    },
  ]
}

function isAllowed(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
