import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { homePlaces } from '../../src-main/commons/home-subvolume/on-machine/home-places.ts'
import { readRecord } from '../../src-main/domains/pairing/on-machine/paired-record.ts'
import type { SetUpHost } from '../../src-main/domains/pairing/on-machine/set-up-host.ts'
import { leaveStateSubvolume } from '../../src-main/domains/pairing/on-machine/state-subvolume/leave-state-subvolume.ts'
import { lookAtState } from '../../src-main/domains/pairing/on-machine/state-subvolume/look-at-state.ts'
import { examineState, makeState } from '../../src-main/domains/pairing/on-machine/state-subvolume/make-state.ts'
import { places } from '../../src-main/domains/pairing/places.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { forEachTest } from './while-tested.ts'

const disk = forEachTest(() => makeLoopBtrfs(512))
let root: string
let host: SetUpHost
/** Where it is ended. */
let end: string | undefined
let reloads: number

const shell = (script: string): string => execFileSync('bash', ['-euc', script], { encoding: 'utf8' })
const make = () => makeState(host, {})
const leave = () => leaveStateSubvolume(host, {})
/** Names, kinds, modes, owners, times and contents of all that the folder holds, with what it has itself. */
const held = () => {
  const { folder } = host.state
  return shell(
    `cd ${folder}; find . -path ./root/snapshots/one -prune -o -printf '%p %y %m %U %G %T@ %l\\n' | sort; getfattr -d app/journal; cat root/ledger.json app/journal`,
  )
}
const fstab = () => readFileSync(host.state.fstab, 'utf8')
const isMounted = () => shell(`findmnt -n -o FSROOT --mountpoint ${host.state.folder} || true`).trim()
/** What lies below the mount. */
const plain = () => path.join(disk.top, '@/var/lib/pc-switcher')
const isReadOnly = (place: string) => sh('btrfs', 'property', 'get', '-t', 'subvol', place, 'ro').includes('true')

/** fstab as the laptop's next start reads it. */
function restart(): void {
  const { folder } = host.state
  if (isMounted() !== '') sh('umount', folder)
  const words = fstab()
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, target]) => target === folder)
  if (words === undefined) return
  const device = sh('findmnt', '-no', 'SOURCE', disk.top).trim()
  expect(words[0]).toBe(`UUID=${sh('findmnt', '-no', 'UUID', disk.top).trim() || shellUuid(device)}`)
  sh('mount', '-t', 'btrfs', '-o', words[3] ?? '', device, folder)
}
const shellUuid = (device: string) => sh('blkid', '-p', '-s', 'UUID', '-o', 'value', device).trim()

const makeSet = () => {
  const set = path.join(host.state.folder, 'root/snapshots/one')
  mkdirSync(path.join(set, 'nested'), { recursive: true })
  sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', root, path.join(set, 'system'))
  sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', root, path.join(set, 'nested/261'))
}
const expectSet = () => {
  for (const name of ['system', 'nested/261'])
    expect(isReadOnly(path.join(host.state.folder, 'root/snapshots/one', name))).toBe(true)
}

beforeEach(() => {
  sh('btrfs', '-q', 'subvolume', 'create', path.join(disk.top, '@'))
  root = disk.mount('@', 'root')
  const folder = path.join(root, 'var/lib/pc-switcher')
  end = undefined
  reloads = 0
  shell(`cd ${root}; mkdir -p etc var/lib/pc-switcher/root var/lib/pc-switcher/app; cd ${folder}
    chmod 0711 .; chmod 0700 root app; chown 1000:1000 app; echo '{"a":1}' >root/ledger.json; chmod 0600 root/ledger.json
    echo words >app/journal; chown 1000:1000 app/journal; setfattr -n user.note -v hello app/journal; ln -s ../x app/link
    touch "$(printf 'app/\\377 bytes')"; touch -d 2020-01-02 root/ledger.json; touch -d 2021-03-04 app`)
  writeFileSync(
    path.join(root, 'etc/fstab'),
    '# mine\nUUID=0123 / btrfs noatime,subvol=@ 0 0\nUUID=9 /boot ext4 x 0 2',
    {
      mode: 0o640,
    },
  )
  const stop = (at: string): void => {
    if (at === end) throw new Error(`ended: ${at}`)
  }
  host = {
    ...{ name: 'p17', person: { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' }, sshFolder: '/nowhere' },
    places: { ...places, paired: path.join(disk.folder, 'paired.json') },
    readSshPort: () => Promise.resolve(22),
    readForcedCommand: () => Promise.resolve('exec /usr/bin/sudo -n /usr/lib/pc-switcher/door'),
    history: {
      begin: () => Promise.resolve(false),
      record: () => Promise.resolve(),
      end: () => Promise.resolve(),
    },
    home: homePlaces(),
    state: {
      ...{ system: root, folder, fstab: path.join(root, 'etc/fstab'), top: path.join(disk.folder, 'private'), stop },
      quiet: () => Promise.resolve(),
      reload: () => Promise.resolve(void (reloads += 1)),
    },
    root: { uid: 0, gid: 0 },
  }
})
afterEach(() => {
  shell(`umount ${host.state.top} 2>/dev/null || true; umount ${host.state.folder} 2>/dev/null || true`)
})

describe('the folder of the state of pc-switcher', () => {
  it('becomes a subvolume with everything that it held, and a folder again with fstab as it was', async () => {
    const [before, table] = [held(), fstab()]
    await make()
    expect([held(), isMounted()]).toEqual([before, '/@pc-switcher'])
    expect(fstab()).toMatch(
      new RegExp(`^${table}\nUUID=[0-9a-f-]{36} \\S+ btrfs subvol=/@pc-switcher,noatime,nodev,nosuid 0 0\n$`),
    )
    expect(shell(`findmnt -n -o OPTIONS --mountpoint ${host.state.folder}`)).toMatch(/nosuid,nodev,noatime/)
    expect([readdirSync(plain()), existsSync(host.state.top), reloads]).toEqual([[], false, 1])
    expect(sh('stat', '-c', '%a', host.state.fstab)).toBe('640\n')
    restart()
    expect([held(), isMounted()]).toEqual([before, '/@pc-switcher'])
    await make()
    expect([readRecord(host).state?.phase, fstab().match(/@pc-switcher/g)?.length, reloads]).toEqual(['made', 1, 1])
    await leave()
    expect([held(), isMounted(), fstab()]).toEqual([before, '', table])
    expect([readdirSync(disk.top), readRecord(host).state, reloads]).toEqual([['@'], undefined, 2])
    await leave()
    expect(readdirSync(disk.top)).toEqual(['@'])
  })

  it('becomes one where the system is the top level of the file system itself, too', async () => {
    const top = path.join(disk.top, 'var/lib/pc-switcher')
    sh('cp', '-a', path.join(root, 'var'), path.join(root, 'etc'), disk.top)
    host = {
      ...host,
      state: { ...host.state, system: disk.top, folder: top, fstab: path.join(disk.top, 'etc/fstab') },
    }
    const [before, table] = [held(), fstab()]
    await make()
    expect([held(), isMounted()]).toEqual([before, '/@pc-switcher'])
    await leave()
    expect([held(), isMounted(), fstab(), readdirSync(disk.top)]).toEqual([before, '', table, ['@', 'etc', 'var']])
  })

  it.each([
    ['remembered', 'at once'],
    ['copied', 'after a restart'],
    ['made', 'at once'],
    ['mounted', 'at once'],
    ['mounted', 'after a restart'],
    ['in fstab', 'at once'],
    ['in fstab', 'after a restart'],
    ['remembered as mounted', 'at once'],
    ['moved', 'after a restart'],
    ['cleared', 'at once'],
  ])('is made whole by the next try when it was ended: %s, tried %s', async (at, when) => {
    makeSet()
    const before = held()
    end = at
    await expect(make()).rejects.toThrow(`ended: ${at}`)
    end = undefined
    if (when !== 'at once') restart()
    // Of one that was killed there.
    else shell(`mkdir ${host.state.top}; mount -o subvolid=5 $(findmnt -no SOURCE ${disk.top}) ${host.state.top}`)
    await make()
    expect([held(), isMounted(), readdirSync(plain())]).toEqual([before, '/@pc-switcher', []])
    expect(readdirSync(disk.top).sort()).toEqual(['@', '@pc-switcher'])
    expect(fstab().match(/@pc-switcher/g)).toHaveLength(1)
    expectSet()
  })

  it.each(['copied', 'mounted', 'in fstab', 'moved'])('is taken away where it was ended: %s', async (at) => {
    const table = fstab()
    makeSet()
    const before = held()
    end = at
    await expect(make()).rejects.toThrow(`ended: ${at}`)
    end = undefined
    await leave()
    expect([held(), isMounted(), fstab(), readdirSync(disk.top)]).toEqual([before, '', table, ['@']])
    expectSet()
  })

  it.each([
    ['leaving', 'at once'],
    ['copied back', 'after a restart'],
    ['unmounted', 'at once'],
    ['unmounted', 'after a restart'],
    ['out of fstab', 'after a restart'],
    ['remembered as left', 'at once'],
    ['moved back', 'at once'],
  ])('is taken away by the next try when that was ended: %s, tried %s', async (at, when) => {
    const table = fstab()
    makeSet()
    const before = held()
    await make()
    end = at
    await expect(leave()).rejects.toThrow(`ended: ${at}`)
    end = undefined
    if (when !== 'at once') restart()
    await leave()
    expect([held(), isMounted(), fstab(), readdirSync(disk.top)]).toEqual([before, '', table, ['@']])
    expectSet()
  })

  it('keeps snapshots and drops what a switch makes again when it is taken away', async () => {
    await make()
    makeSet()
    const { folder } = host.state
    shell(`cd ${folder}/root; mkdir -p home/scans/a home/switches etc/mirror; echo 1 >home/switches/x; echo 2 >etc/mirror/y
      btrfs -q subvolume create home/incoming; echo 3 >home/incoming/z
      btrfs -q subvolume create /${root}/tree; btrfs -q subvolume create ${root}/tree/inner
      btrfs -q subvolume snapshot ${root}/tree home/scans/a/tree; rmdir home/scans/a/tree/inner
      btrfs -q subvolume snapshot -r ${root}/tree/inner home/scans/a/tree/inner
      btrfs property set -t subvol home/scans/a/tree ro true`)
    await leave()
    expect(readdirSync(path.join(folder, 'root/home'))).toEqual(['switches'])
    expect(readdirSync(path.join(folder, 'root/snapshots/one/system/etc'))).toEqual(['fstab'])
    expect(isReadOnly(path.join(folder, 'root/snapshots/one/system'))).toBe(true)
    expect(readdirSync(disk.top)).toEqual(['@'])
  })

  it('is not made while its name is taken, and nothing is changed', async () => {
    const [before, table] = [held(), fstab()]
    for (const name of ['@pc-switcher', '@pc-switcher.pc-switcher-unfinished']) {
      sh('btrfs', '-q', 'subvolume', 'create', path.join(disk.top, name))
      for (const asked of [() => examineState(host, {}), make])
        await expect(asked()).rejects.toMatchObject({ problem: { id: 'pairing.stateNameTaken' } })
      sh('btrfs', '-q', 'subvolume', 'delete', path.join(disk.top, name))
    }
    expect([held(), fstab(), isMounted(), readRecord(host).state]).toEqual([before, table, '', undefined])
    // One of ours that somebody has written to since it was interrupted.
    end = 'made'
    await expect(make()).rejects.toThrow('ended')
    end = undefined
    writeFileSync(path.join(disk.top, '@pc-switcher/new'), 'theirs')
    await expect(make()).rejects.toMatchObject({ problem: { id: 'pairing.stateNameTaken' } })
    await leave()
    expect(readFileSync(path.join(disk.top, '@pc-switcher/new'), 'utf8')).toBe('theirs')
  })

  it('is left as it is where the system is not on btrfs', async () => {
    host = { ...host, state: { ...host.state, system: '/proc' } }
    await make()
    await leave()
    expect([readdirSync(disk.top), isMounted(), existsSync(host.places.paired)]).toEqual([['@'], '', false])
  })

  it('is told to be a folder of the system until there is one, and not mounted where it should be', async () => {
    const paired = path.join(root, 'etc/paired.json')
    const look = () => lookAtState(host.state, paired, {})
    expect(await look()).toBe('none')
    writeFileSync(paired, '{}')
    expect(await look()).toBe('in-system')
    await make()
    expect(await look()).toBe('apart')
    sh('umount', host.state.folder)
    expect(await look()).toBe('not-mounted')
    restart()
    await leave()
    expect(await look()).toBe('in-system')
  })

  it("uses what somebody else mounts there, and never takes it away; it says so where that isn't mounted", async () => {
    const { folder } = host.state
    sh('btrfs', '-q', 'subvolume', 'create', path.join(disk.top, '@mine'))
    const table = `${fstab()}\nUUID=1 ${folder} btrfs subvol=@mine 0 0\n`
    writeFileSync(host.state.fstab, table)
    await expect(make()).rejects.toMatchObject({ problem: { id: 'pairing.stateNotMounted' } })
    sh('mount', '-o', 'subvol=@mine', sh('findmnt', '-no', 'SOURCE', disk.top).trim(), folder)
    await make()
    await leave()
    expect([isMounted(), fstab(), readdirSync(disk.top)]).toEqual(['/@mine', table, ['@', '@mine']])
  })

  it('is made although a program is just ending in it', async () => {
    const program = spawn('sleep', ['0.3'], { cwd: host.state.folder })
    await Promise.all([once(program, 'exit'), make()])
    expect(isMounted()).toBe('/@pc-switcher')
    await leave()
  })

  it('stays while a program works in it, and is as it was', async () => {
    const inUse = { problem: { id: 'pairing.stateInUse', data: { folder: host.state.folder, programs: ['sleep'] } } }
    const program = spawn('sleep', ['1000'], { cwd: host.state.folder })
    await once(program, 'spawn')
    try {
      await expect(make()).rejects.toMatchObject(inUse)
      expect([isMounted(), readdirSync(disk.top)]).toEqual(['', ['@']])
    } finally {
      program.kill('SIGKILL')
      await once(program, 'exit')
    }
    await make()
    const [before, table] = [held(), fstab()]
    const own = process.cwd()
    process.chdir(host.state.folder)
    try {
      await expect(leave()).rejects.toMatchObject({ problem: { id: 'pairing.stateInUse' } })
    } finally {
      // The files that follow are read from there.
      process.chdir(own)
    }
    expect([held(), fstab(), isMounted(), readdirSync(plain())]).toEqual([before, table, '/@pc-switcher', []])
    mkdirSync(path.join(host.state.folder, 'root/rollback'))
    writeFileSync(path.join(host.state.folder, 'root/rollback/order.json'), '{}')
    await expect(leave()).rejects.toMatchObject({ problem: { id: 'pairing.stateRollbackWaits' } })
    rmSync(path.join(host.state.folder, 'root/rollback'), { recursive: true })
    await leave()
    expect(isMounted()).toBe('')
  })

  it('is as it was when something is written while it is made', async () => {
    const [before, table] = [held(), fstab()]
    const late = path.join(host.state.folder, 'app/late')
    const { state } = host
    host = { ...host, state: { ...state, stop: (at) => (at === 'made' ? writeFileSync(late, 'late') : undefined) } }
    await expect(make()).rejects.toMatchObject({ problem: { id: 'pairing.stateChanged' } })
    expect([readFileSync(late, 'utf8'), isMounted(), fstab()]).toEqual(['late', '', table])
    host = { ...host, state }
    await make()
    expect(readFileSync(late, 'utf8')).toBe('late')
    rmSync(late)
    sh('touch', '-d', '2021-03-04', path.join(state.folder, 'app'))
    expect(held()).toBe(before)
  })

  it('is taken back with what is written meanwhile, unless that never ends', async () => {
    await make()
    const late = path.join(host.state.folder, 'app/late')
    const { state } = host
    let written = 0
    const writing = (often: number) => (at: string) => {
      if (at === 'copied back' && written < often) writeFileSync(late, `late ${(written += 1)}`)
    }
    const table = fstab()
    host = { ...host, state: { ...state, stop: writing(3) } }
    await expect(leave()).rejects.toMatchObject({ problem: { id: 'pairing.stateChanged' } })
    expect([readFileSync(late, 'utf8'), fstab(), isMounted()]).toEqual(['late 3', table, '/@pc-switcher'])
    expect(readdirSync(plain())).toEqual([])
    host = { ...host, state: { ...state, stop: writing(4) } }
    await leave()
    expect([readFileSync(late, 'utf8'), isMounted()]).toEqual(['late 4', ''])
    rmSync(late)
  })

  it('is never mistaken for another one that has got its name', async () => {
    await make()
    end = 'remembered as left'
    await expect(leave()).rejects.toThrow('ended')
    end = undefined
    const whole = path.join(disk.top, '@pc-switcher')
    sh('btrfs', '-q', 'subvolume', 'delete', whole)
    sh('btrfs', '-q', 'subvolume', 'create', whole)
    await leave()
    expect([existsSync(whole), readRecord(host).state]).toEqual([true, undefined])
  })

  it('forgets one that somebody deleted, and its line', async () => {
    const table = fstab()
    await make()
    sh('umount', host.state.folder)
    sh('btrfs', '-q', 'subvolume', 'delete', path.join(disk.top, '@pc-switcher'))
    await leave()
    expect([fstab(), readRecord(host).state]).toEqual([table, undefined])
  })
})
