/** A laptop's subvolumes on a disk of their own, with a home and its person, for what looks into snapshots. */
import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import { makeLaptopDisk } from './laptop-disk.ts'
import { sh } from './loop-btrfs.ts'

/** "nobody", so that there is an account. */
export const person = { name: 'nobody', uid: 65534, gid: 65534, home: '/nonexistent' }

export interface PracticePlace {
  readonly places: Places
  readonly home: string
  readonly system: string
  readonly runFolder: string
  /** A shell script in the person's folder, as root; what it prints. */
  bash(script: string, cwd?: string): string
  /** A snapshot of everything; its id. */
  take(): Promise<string>
  /** The person's folder, empty and theirs. */
  emptyFolder(): void
  inSet(id: string, ...subvolumes: readonly string[]): string
  /** What is at `from`, a read-only subvolume with others in their places, becomes the whole of /home. */
  rollBackHome(from: string, nested: readonly string[]): void
  /** The disk does not give any more what it has of this text, which must have been flushed. */
  damage(text: string): void
  /** What was not written to the disk yet is gone. */
  losePower(): void
  readonly options: { readonly report: () => void }
  remove(): void
}

let count = 0

export function makePracticePlace(megabytes = 4096): PracticePlace {
  const disk = makeLaptopDisk(megabytes)
  try {
    const { root: system, home, stateFolder } = disk
    mkdirSync(path.join(home, 'alice'))
    execFileSync('chown', [`${person.uid}:${person.gid}`, path.join(home, 'alice')])
    const places = { ...disk.places, areas: { ...disk.places.areas, images: path.join(system, 'none') } }
    const runFolder = path.join(disk.folder, 'run')
    const options = { report: () => undefined }
    return {
      places,
      home,
      system,
      runFolder,
      options,
      bash: (script, cwd = path.join(home, 'alice')) =>
        execFileSync('bash', ['--norc', '-euc', script], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
      take: async () => {
        const request = { switchId: `t${process.pid}-${(count += 1)}`, reason: 'manual' as const }
        return (await takeSet(places, request, options)).id
      },
      emptyFolder: () => {
        rmSync(path.join(home, 'alice'), { recursive: true, force: true })
        mkdirSync(path.join(home, 'alice'))
        chownSync(path.join(home, 'alice'), person.uid, person.gid)
      },
      rollBackHome: (from, nested) => {
        const old = `@home-${(count += 1)}`
        disk.exchange('@home', () => {
          renameSync(path.join(disk.top, '@home'), path.join(disk.top, old))
          for (const each of ['', ...nested.toSorted()]) snapshotInPlace(from, path.join(disk.top, '@home'), each)
          // In what stands for a subvolume that did not come along nothing can be made.
          const stand = sh('find', path.join(disk.top, '@home'), '-type', 'd', '-inum', '2', '-print0').split('\0')
          for (const folder of stand.filter((one) => one !== '')) {
            rmdirSync(folder)
            mkdirSync(folder)
          }
        })
      },
      damage: (text) => {
        disk.damage(text)
      },
      losePower: () => {
        disk.losePower()
      },
      inSet: (id, ...parts) => path.join(stateFolder, 'snapshots', id, ...parts),
      remove: () => disk.remove(),
    }
  } catch (error) {
    disk.remove()
    throw error
  }
}

/** An empty folder stands where a nested one goes. */
function snapshotInPlace(from: string, to: string, nested: string): void {
  const [source, place] = [path.join(from, nested), path.join(to, nested)]
  if (nested !== '') rmdirSync(place)
  sh('btrfs', '-q', 'subvolume', 'snapshot', source, place)
}

/** Everything about each file below the present folder, in the words of coreutils, ACLs and attributes included. */
export const describeHere = `
export LC_ALL=C
find . -mindepth 1 -printf '%P %y %m %U %G %n %T@ %l\\0' | sort -z | tr '\\0' '\\n'
find . -type f -printf '%s %b %P\\0' | sort -z | tr '\\0' '\\n'
find . -type f -print0 | sort -z | xargs -0 -r sha256sum -z | tr '\\0' '\\n'
find . ! -type l -print0 | sort -z | xargs -0 -r getfacl -n --
find . ! -type l ! -type p ! -type s -print0 | sort -z | xargs -0 -r getfattr -hdm - -e hex -- | cut -c 1-300
find . -type f -links +1 -printf '%i %P\\0' | sort -z -k 2 | awk -v RS='\\0' '{ i = $1; if (!(i in n)) n[i] = ++c; sub(/^[0-9]+ /, ""); print "file " n[i] ": " $0 }'
find . \\( -type f -o -type d \\) -print0 | sort -z | xargs -0 -r lsattr -d -- | cut -d ' ' -f 1 | grep -c C || true`
