/** What more happens in a home than in any tree: what is left out comes and goes, links change roles, odd ways to write. */
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import type { Random } from '../random.ts'
import type { MoreWork, WorkTree } from './random-work.ts'

const sh = (...[file, ...args]: readonly [string, ...string[]]) => execFileSync(file, args, { stdio: 'ignore' })

/** Some are left out by a rule below a person's home. */
const names = ['.cache', '.ssh', 'id_a', 'work', 'work.pub', '.config', 'Cache', '.gnupg', 'known_hosts', 'z']

export function homeWork(random: Random): MoreWork {
  return { names, works: (tree) => [...links(tree, random), ...moves(tree), ...writes(tree, random), ...kinds(tree)] }
}

function links({ at, some, isThere }: WorkTree, random: Random): readonly (() => void)[] {
  const exchange = (one: string, other: string) => {
    if (isThere('exchanged')) return
    linkSync(at(one), at('exchanged'))
    rmSync(at(one))
    linkSync(at(other), at(one))
    rmSync(at(other))
    renameSync(at('exchanged'), at(other))
  }
  return [
    function exchangeRoles() {
      const [one, other] = [some('file'), some('file')]
      if (one !== undefined && other !== undefined && one !== other) exchange(one, other)
    },
    function linkIntoWhatIsLeftOut() {
      const [path, folder] = [some('file'), random.pick(['.cache', '.ssh', 'z'])]
      if (path === undefined || folder === undefined) return
      if (!isThere(folder)) mkdirSync(at(folder))
      const to = `${folder}/${random.pick(['id_a', 'known_hosts', 'a']) ?? ''}`
      if (lstatSync(at(folder)).isDirectory() && !isThere(to)) linkSync(at(path), at(to))
    },
    function linkAgain() {
      const path = some('file')
      if (path === undefined || path.slice(path.lastIndexOf('/') + 1).length === 255 || isThere(`${path}2`)) return
      linkSync(at(path), at(`${path}2`))
    },
  ]
}

function moves({ at, some, isThere, isInside, fresh }: WorkTree): readonly (() => void)[] {
  return [
    function cycle() {
      const three = [some('folder', 'file'), some('folder', 'file'), some('folder', 'file')]
      const [one, two, last] = three
      if (one === undefined || two === undefined || last === undefined || isThere('cycle')) return
      const apart = three.every((each, index) =>
        three.every((other, at) => at === index || !isInside(each ?? '', other ?? '')),
      )
      if (!apart) return
      renameSync(at(last), at('cycle'))
      renameSync(at(two), at(last))
      renameSync(at(one), at(two))
      renameSync(at('cycle'), at(one))
    },
    function moveInto() {
      const [path, folder] = [some('file', 'folder'), some('folder')]
      if (path === undefined || folder === undefined || isInside(path, folder) || isThere(`${folder}/in`)) return
      renameSync(at(path), at(`${folder}/in`))
    },
    function makeAgainUnderTheSameName() {
      const path = some('folder')
      const to = fresh()
      if (path === undefined || to === undefined || isInside(path, to)) return
      renameSync(at(path), at(to))
      mkdirSync(at(path))
      writeFileSync(at(`${path}/new`), 'new')
    },
  ]
}

function writes({ at, some, fresh, asArgument }: WorkTree, random: Random): readonly (() => void)[] {
  return [
    function writePastTheEnd() {
      const path = some('file')
      if (path !== undefined) truncateSync(at(path), 4096 * random.below(40))
    },
    function writeInTheMiddle() {
      const path = some('file')
      if (path === undefined) return
      const descriptor = openSync(at(path), 'r+')
      writeSync(descriptor, 'middle', 4096 * random.below(20))
      closeSync(descriptor)
    },
    function writeByMapping() {
      const path = asArgument(some('file'))
      if (path === undefined || random.below(4) > 0 || lstatSync(path).size === 0) return
      const map = 'import mmap,sys; f=open(sys.argv[1],"r+b"); m=mmap.mmap(f.fileno(),0); m[0:1]=b"m"; m.close()'
      sh('python3', '-c', map, path)
    },
    function shareBlocks() {
      const [from, to] = [asArgument(some('file')), asArgument(fresh())]
      if (from !== undefined && to !== undefined) sh('cp', '--reflink=always', '--', from, to)
    },
    function setTimes() {
      const path = asArgument(some('file', 'folder', 'other'))
      const time = random.pick(['1950-01-01 01:02:03.000000004', '2100-01-01', '2001-02-03 04:05:06.123456789'])
      if (path !== undefined && time !== undefined) sh('touch', '--no-dereference', '--date', time, '--', path)
    },
    function setRights() {
      const path = asArgument(some('file', 'folder'))
      if (path !== undefined) sh('setfacl', '-m', `u:${random.below(3)}:r`, '--', path)
    },
    function setUnknownOwner() {
      const path = asArgument(some('file', 'folder', 'other'))
      if (path !== undefined) sh('chown', '--no-dereference', '54321:54322', '--', path)
    },
    function makeKey() {
      const path = some('file')
      if (path === undefined) return
      writeFileSync(at(path), random.below(2) === 0 ? 'no key' : '-----BEGIN OPENSSH PRIVATE KEY-----\n')
    },
  ]
}

function kinds({ fresh, asArgument }: WorkTree): readonly (() => void)[] {
  return [
    function makeDevice() {
      const path = asArgument(fresh())
      if (path !== undefined) sh('mknod', '--', path, 'c', '1', '3')
    },
    function makeSocket() {
      const path = asArgument(fresh())
      if (path === undefined || path.length > 100) return
      sh(
        'perl',
        '-MSocket',
        '-e',
        'socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, sockaddr_un($ARGV[0])) or die',
        path,
      )
    },
  ]
}
