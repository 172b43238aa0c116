/** What programs have open in /home, asked of real programs; and that there is room before anything is placed. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { placeProven } from '../../src-main/commons/placing/on-machine/place-proven.ts'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import type { OpenPlace } from '../../src-main/domains/home-sync/open-files-verbs.ts'
import { findOpenPlaces } from '../../src-main/domains/home-sync/on-machine/open-files/answers.ts'
import { frozenOfScan, switchFolder } from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import { fileKey, findOpeners } from '../../src-main/tools/proc/open-files.ts'
import { makePracticePlace } from './files-place.ts'
import { scanOf } from './home-scans.ts'
import { sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
let places: Places
beforeAll(() => {
  places = place.places
})

describe('open files of /home', () => {
  const running: ChildProcess[] = []
  afterEach(async () => {
    for (const child of running.splice(0)) {
      const gone = once(child, 'close')
      // With all that it started.
      process.kill(-(child.pid ?? 0), 'SIGKILL')
      await gone
    }
    place.emptyFolder()
  })

  /** Runs in the person's folder until the end of the test; says "ready" first. */
  async function start(file: string, ...args: readonly string[]): Promise<void> {
    const cwd = path.join(place.home, 'alice')
    const child = spawn(file, args, { cwd, stdio: ['pipe', 'pipe', 'inherit'], detached: true })
    running.push(child)
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => Promise.reject(new Error(file)))])
  }
  const bash = (script: string) => start('bash', '-c', `${script}; echo ready; read -r`)

  const openPlaces = async (): Promise<readonly OpenPlace[]> => {
    const { scanId, fileSets } = await scanOf(places)
    return findOpenPlaces(places.areas.home, { frozen: frozenOfScan(places.stateFolder, scanId), fileSets }, {})
  }

  /** As a plan asks for them. */
  async function openNow(): Promise<readonly OpenPlace[]> {
    const open = await openPlaces()
    return open.toSorted((one, other) => (one.path < other.path ? -1 : 1))
  }
  const file = (name: string, writes: boolean, ...programs: readonly string[]): OpenPlace => ({
    ...{ path: `alice/${name}`, kind: 'file', paths: [`alice/${name}`], writes, programs: [...programs] },
  })

  it('are told with who writes and who reads', async () => {
    place.bash(`echo w > written; echo r > read; echo a > appended; echo n > nobody`)
    await bash('exec 5<> written 6>> appended 7< read')
    expect(await openNow()).toEqual([
      file('appended', true, 'bash'),
      file('read', false, 'bash'),
      file('written', true, 'bash'),
    ])
  })

  it('are told where they are only in the memory of a program', async () => {
    place.bash('cp "$(command -v sleep)" program; head -c 8192 /dev/zero > mapped')
    const map = process.arch === 'x64' ? 9 : 222
    await start(
      ...(['perl', '-e'] as const),
      `open my $f, '+<', 'mapped' or die; syscall(${map}, 0, 8192, 3, 1, fileno($f), 0) > 0 or die; close $f;
      $| = 1; print "ready\n"; <STDIN>`,
    )
    await bash('{ ./program 600 & }')
    await expect.poll(openNow).toEqual([file('mapped', true, 'perl'), file('program', false, 'program')])
  })

  it('are told by every name of the scan, whatever the program calls them', async () => {
    place.bash(`
      echo l > one; ln one 'other name'; btrfs --quiet subvolume create nested; echo n > nested/$'odd \\xff'
      mkdir bound; echo b > bound/file; echo m > before`)
    await bash(`exec 5>> one 6>> nested/$'odd \\xff'; mv before after; exec 7>> after`)
    await start('unshare', '--mount', 'bash', '-c', 'mount --bind bound /mnt; exec 5>> /mnt/file; echo ready; read -r')
    expect(await openNow()).toEqual([
      file('after', true, 'bash'),
      file('bound/file', true, 'bash'),
      file('nested/odd \xff', true, 'bash'),
      file('one', true, 'bash'),
      file('other name', true, 'bash'),
    ])
  })

  it('are not what was deleted, or is on another file system', async () => {
    place.bash('echo g > gone')
    await bash('exec 5>> gone; rm gone; exec 6> /tmp/pc-switcher-elsewhere; rm /tmp/pc-switcher-elsewhere')
    expect(await openNow()).toEqual([])
  })

  it('are a database with what SQLite writes beside it', async () => {
    place.bash('mkdir app')
    const write =
      'import sqlite3,sys; c=sqlite3.connect("app/notes.db"); c.execute("pragma journal_mode=wal"); c.execute("create table t(a)"); c.commit(); print("ready",flush=True); sys.stdin.read()'
    await start('python3', '-c', write)
    expect(await openNow()).toEqual([
      {
        path: 'alice/app/notes.db',
        kind: 'database',
        paths: ['', '-wal', '-shm'].map((suffix) => `alice/app/notes.db${suffix}`),
        programs: ['python3'],
        writes: true,
      },
    ])
  })

  it('are a profile as a whole, wherever it is', async () => {
    place.bash('mkdir -p work/profile; cd work/profile; touch prefs.js compatibility.ini .parentlock')
    await bash('exec 5< work/profile/prefs.js')
    expect(await openNow()).toEqual([
      {
        path: 'alice/work/profile',
        kind: 'profile',
        paths: ['alice/work/profile'],
        programs: ['bash'],
        writes: true,
      },
    ])
  })

  it('are all found with hundreds of programs', async () => {
    place.bash('for i in $(seq 400); do echo > f$i; done')
    await bash('for i in $(seq 400); do sleep 600 5>> f$i & done')
    expect(await openPlaces()).toHaveLength(400)
  })

  it('are told to whoever restores them', async () => {
    place.bash('echo r > read')
    await bash('exec 7< read')
    const [device = '', inode = ''] = sh('stat', '--format=%d %i', path.join(place.home, 'alice/read'))
      .trim()
      .split(' ')
    const key = fileKey({ device, inode })
    expect(findOpeners(new Set([key]))).toEqual(new Map([[key, new Set(['bash'])]]))
  })
})

describe('before the first line is placed', () => {
  const lines = [
    { path: 'alice/vm/disk.img', action: 'place' as const },
    { path: 'alice/letter', action: 'place' as const },
  ]
  const source = () => path.join(places.stateFolder, 'fetched')
  const placeAll = () =>
    placeProven(
      {
        stateFolder: places.stateFolder,
        switchFolder: switchFolder(places.stateFolder, 'room'),
        scanId: '00000000-0000-4000-8000-000000000000',
        ...{ liveRoot: places.areas.home, sourceRoot: source(), expectedRoot: undefined, lines },
      },
      { signal: new AbortController().signal, report: () => undefined },
    )

  it('room is asked for: also for what cannot be shared with what was fetched', async () => {
    mkdirSync(path.join(source(), 'alice/vm'), { recursive: true })
    place.bash('head -c 120M /dev/urandom > vm/disk.img; echo new > letter', path.join(source(), 'alice'))
    place.bash('mkdir vm; chattr +C vm')
    place.bash('head -c 150M /dev/urandom > filler; sync')
    await expect(placeAll()).rejects.toMatchObject({ code: 'disk-full', problem: { id: 'placing.tooLittleRoom' } })
    expect(existsSync(path.join(place.home, 'alice/letter'))).toBe(false)
    expect(existsSync(switchFolder(places.stateFolder, 'room'))).toBe(false)
  })

  it('it is asked whether the disk can be written to', async () => {
    const [mounted = ''] = sh('findmnt', '-no', 'TARGET', '--target', places.areas.home).trim().split('\n').slice(-1)
    sh('mount', '-o', 'remount,bind,ro', mounted)
    try {
      await expect(placeAll()).rejects.toMatchObject({ code: 'blocked', problem: { id: 'placing.readOnly' } })
    } finally {
      sh('mount', '-o', 'remount,bind,rw', mounted)
    }
    expect(existsSync(switchFolder(places.stateFolder, 'room'))).toBe(false)
  })

  it('goes on where there is room now', async () => {
    place.bash('rm filler; sync; btrfs filesystem sync .')
    expect(await placeAll()).toEqual({ placed: 2, separate: 0, removed: 0, left: [] })
    expect(readFileSync(path.join(place.home, 'alice/letter'), 'utf8')).toBe('new\n')
  })
})
