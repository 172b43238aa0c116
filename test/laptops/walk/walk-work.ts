/** What more is done in the homes of a walk, and the small things that are done while a switch runs. */
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import type { BytePath } from '../../../src-main/kernel/byte-path.ts'
import type { Random } from '../../random.ts'
import { isErrno } from '../../../src-main/kernel/errno.ts'
import { homeWork } from '../../real/home-work.ts'
import type { MoreWork, WorkTree } from '../../real/random-work.ts'
import { subvolumeWork } from '../../real/subvolume-work.ts'
import { lookAt, placeIn, type Fact, type Listing } from './list-home.ts'

const sh = (...[file, ...args]: readonly [string, ...string[]]) => execFileSync(file, args, { stdio: 'ignore' })

const names = [
  'e\xcc\x81',
  'screen\xe2\x80\xafshot',
  'no\xc2\xa0break',
  '.syncthing.x',
  '~syncthing~y',
  ' before',
  'after ',
  'a\xff/'.slice(0, 2),
  '...',
  '.git',
]

export function walkWork(random: Random): MoreWork {
  const home = homeWork(random)
  return {
    names: [...home.names, ...names],
    works: (tree) => [
      ...home.works(tree),
      ...programs(tree, random),
      ...trees(tree, random),
      ...subvolumeWork(tree, random),
      ...restores(tree, random),
    ],
  }
}

/** Git wants to know the whole way to where it is: only the laptop itself can tell. */
function git(folder: string, ...args: readonly string[]): void {
  const [, leader = '', there = ''] = /^\/proc\/(\d+)\/root(.*)\/[^/]*$/.exec(folder) ?? []
  const place = `${there}/${folder.slice(folder.lastIndexOf('/') + 1)}`
  const into = args[0] === 'init' ? [...args, place] : ['-C', place, ...gitAs, ...args]
  // It waits for ever where something became a FIFO.
  sh('nsenter', `--target=${leader}`, '--mount', '--wd=/', 'timeout', '--kill-after=1', '20', 'git', ...into)
}

const gitAs = ['-c', 'safe.directory=*', '-c', 'user.name=w', '-c', 'user.email=w@example.org', '-c', 'gc.auto=0']

function programs({ asArgument, some, fresh, isThere }: WorkTree, random: Random): readonly (() => void)[] {
  return [
    function commit() {
      const folder = asArgument('repository')
      if (folder === undefined) return
      try {
        if (!isThere('repository')) git(folder, 'init', '-q')
        if (!lstatSync(`${folder}/.git`, { throwIfNoEntry: false })?.isDirectory()) return
        writeFileSync(`${folder}/${random.pick(['one', 'two', 'three']) ?? ''}`, String(random.below(1_000_000)))
        git(folder, 'add', '.')
        git(folder, 'commit', '-qm', 'work')
      } catch {
        // Something else was put into it: no longer a repository.
      }
    },
    function giveCapability() {
      const path = asArgument(some('file'))
      if (path !== undefined) sh('setcap', 'cap_net_raw+ep', path)
    },
    function makeDefaultRights() {
      const path = asArgument(some('folder'))
      if (path !== undefined) sh('setfacl', '-d', '-m', 'u:2:rx', '--', path)
    },
    function copyTree() {
      const [from, to] = [asArgument(some('folder')), asArgument(fresh())]
      if (from !== undefined && to !== undefined && !to.startsWith(`${from}/`)) sh('cp', '-a', '--', from, to)
    },
  ]
}

/** What was in a snapshot comes back as it was, beside what is there or in its place: older, and yet new. */
function restores({ at, asArgument, isThere }: WorkTree, random: Random): readonly (() => void)[] {
  return [
    function restoreFromSnapshot() {
      const [, laptop = '', home = ''] = /^(.*)\/home\/(.*)\/$/.exec(at('').toString('latin1')) ?? []
      const sets = `${laptop}/var/lib/pc-switcher/root/snapshots`
      const set = random.pick(namesIn(sets).slice(-4))
      const from = `${sets}/${set ?? ''}/home/${home}`
      const name = random.pick(namesIn(from))
      const to = asArgument(name)
      if (name === undefined || to === undefined) return
      if (isThere(name)) rmSync(at(name), { recursive: true })
      sh('cp', '-a', '--reflink=always', '--', `${from}/${name}`, to)
    },
  ]
}

function namesIn(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(folder, 'latin1').sort()
}

function trees({ at, some, fresh, isThere }: WorkTree, random: Random): readonly (() => void)[] {
  return [
    function makeReadOnlyTree() {
      const path = some('folder')
      if (path !== undefined) chmodSync(at(path), 0o555)
    },
    function makeDeepTree() {
      const top = fresh()
      if (top === undefined) return
      const deep = `${top}/${Array.from({ length: 12 }, (_none, index) => `level ${index}`).join('/')}`
      mkdirSync(at(deep), { recursive: true })
      writeFileSync(at(`${deep}/leaf`), String(random.below(10)))
    },
    function replaceByFolder() {
      const path = some('file')
      if (path === undefined) return
      rmSync(at(path))
      mkdirSync(at(path))
      writeFileSync(at(`${path}/inside`), String(random.below(10)))
    },
    function replaceFolderByFile() {
      const path = some('folder')
      if (path === undefined) return
      rmSync(at(path), { recursive: true })
      writeFileSync(at(path), String(random.below(10)))
    },
    function writeApplication() {
      const folder = `.config/${random.pick(['mail', 'editor']) ?? ''}`
      if (['.config', folder].some((one) => isThere(one) && !lstatSync(at(one)).isDirectory())) return
      mkdirSync(at(folder), { recursive: true })
      const file = `${folder}/${random.pick(['settings', 'state', 'Cache']) ?? ''}`
      if (isThere(file) && !lstatSync(at(file)).isFile()) return
      writeFileSync(at(file), String(random.below(10)))
    },
  ]
}

/** One small change to a file with one name, or a new one. Returns what it is now, by path; nothing when it was gone. */
export function changeMeanwhile(
  home: string,
  known: Listing,
  random: Random,
): readonly (readonly [BytePath, Fact | undefined])[] {
  const files = [...known].filter(([path, { kind }]) => kind === 'f' && /^(walk|alice\/Documents\/walk)\//.test(path))
  const path = random.pick(files)?.[0]
  const what = random.below(6)
  try {
    if (path === undefined || what === 0) {
      const made = `walk/meanwhile-${random.below(1_000_000)}`
      writeFileSync(placeIn(home, made), String(random.below(1_000_000)))
      return [[made, lookAt(home, made)]]
    }
    const place = placeIn(home, path)
    const stat = statSync(place)
    if (!stat.isFile() || stat.nlink > 1) return []
    if (what === 1) rmSync(place)
    else if (what === 2) appendFileSync(place, 'meanwhile')
    else if (what === 3) chmodSync(place, stat.mode ^ 0o001)
    else if (what === 4) {
      const beside = placeIn(home, `${path.slice(0, path.lastIndexOf('/'))}/saved-${random.below(1_000_000)}`)
      writeFileSync(beside, String(random.below(1_000_000)))
      renameSync(beside, place)
    } else {
      const to = `${path.slice(0, path.lastIndexOf('/'))}/moved-${random.below(1_000_000)}`
      renameSync(place, placeIn(home, to))
      return [
        [path, undefined],
        [to, lookAt(home, to)],
      ]
    }
    return [[path, lookAt(home, path)]]
  } catch (error) {
    // It went meanwhile, or lies in what was closed.
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EROFS')) return []
    throw error
  }
}
