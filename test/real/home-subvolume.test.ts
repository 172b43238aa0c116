import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { agreeToHome, withdrawFromHome } from '../../src-main/commons/home-subvolume/on-machine/agree-to-home.ts'
import type { HomePlaces } from '../../src-main/commons/home-subvolume/on-machine/home-places.ts'
import { readHomeState, writeHomeState } from '../../src-main/commons/home-subvolume/on-machine/home-state.ts'
import { lookAtHome } from '../../src-main/commons/home-subvolume/on-machine/look-at-home.ts'
import { makeHomeSubvolume } from '../../src-main/commons/home-subvolume/on-machine/make-home-subvolume.ts'
import { removeOldHome } from '../../src-main/commons/home-subvolume/on-machine/remove-old-home.ts'
import { isSubvolume } from '../../src-main/tools/btrfs/btrfs-subvolume.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { forEachTest } from './while-tested.ts'

const disk = forEachTest(() => makeLoopBtrfs(4096))
let places: HomePlaces
const shell = (script: string) => sh('sh', '-c', script)
/** All that a tree has, its contents too. */
const treeOf = (folder: string) =>
  shell(
    `cd ${folder}; find . -mindepth 1 -xdev -printf '%p %y %m %U %G %s %T@ %i %l\\n' | sort; tar -c --sort=name --mtime=@0 . | sha256sum; getfattr -dhR -m - . 2>/dev/null | sort`,
  )
const homesIn = (fstab: string) =>
  readFileSync(fstab, 'utf8')
    .split('\n')
    .filter((line) => line.includes(' /home '))

/** As Debian's installer leaves it: `system` is its subvolume, "" the top level itself; /home is a folder of it. */
function install(system: string): void {
  if (system !== '') sh('btrfs', '-q', 'subvolume', 'create', path.join(disk.top, system))
  const root = system === '' ? disk.top : disk.mount(system, 'root')
  const home = path.join(root, 'home')
  shell(`cd ${root}; mkdir -p etc usr/share var/lib/state home
    for i in $(seq 300); do echo $i >usr/share/$i; done
    btrfs -q subvolume create var/lib/machines; echo inside >var/lib/machines/one
    touch usr/immutable; chattr +i usr/immutable
    chmod 0711 home; setfacl -m u:1234:x home`)
  shell(`cd ${home}; mkdir alice home var .hidden; echo dear >alice/letter; chown -R 1000:1000 alice; chmod 0700 alice
    ln alice/letter alice/second; ln -s nowhere alice/link; mkfifo alice/pipe; setfattr -n user.note -v hello alice/letter
    touch alice/image; chattr +C alice/image; head -c 300000 /dev/urandom >alice/image; truncate -s 10M alice/holes
    mkdir home/home; echo x >home/home/x; touch "$(printf 'alice/\\377 bytes')"; echo fixed >alice/fixed; chattr +i alice/fixed`)
  const fstab = path.join(root, 'etc/fstab')
  const subvolume = system === '' ? '' : `,subvol=${system}`
  writeFileSync(
    fstab,
    `# mine\nUUID=0123 / btrfs noatime,compress=zstd:1${subvolume} 0 0\nUUID=9 /boot ext4 defaults 0 2`,
  )
  places = {
    ...{ system: root, home, fstab, top: path.join(disk.folder, 'private'), swapFiles: [] },
    state: path.join(root, 'var/lib/state/home-subvolume.json'),
  }
}
const unmountHome = () => {
  if (places.home !== '' && isSubvolume(places.home)) sh('umount', places.home)
}

afterEach(() => {
  unmountHome()
  shell(`find ${disk.top} -name fixed -o -name immutable | xargs -r chattr -f -i || true`)
})

describe('a home that is a folder of the system', () => {
  it.each([
    ['Debian', '@rootfs'],
    ['Ubuntu', ''],
  ])('becomes a subvolume at the next start, every file as it was: %s', async (_name, system) => {
    install(system)
    const before = treeOf(places.home)
    const top = lstatSync(places.home)
    expect(lookAtHome(places)).toEqual({ kind: 'folder' })
    await agreeToHome(places, {})
    expect(lookAtHome(places)).toEqual({ kind: 'at-next-start' })
    await makeHomeSubvolume(places, {})
    expect(lookAtHome(places)).toEqual({ kind: 'subvolume' })
    expect(treeOf(places.home)).toBe(before)
    expect(lstatSync(places.home)).toMatchObject({ uid: top.uid, gid: top.gid, mode: top.mode })
    expect(sh('getfacl', '-cp', places.home)).toContain('user:1234:--x')
    expect(sh('lsattr', '-d', path.join(places.home, 'alice/image'))).toContain('C')
    expect(homesIn(places.fstab)).toEqual(['UUID=0123 /home btrfs subvol=@home,noatime,compress=zstd:1 0 0'])
    expect(readFileSync(places.fstab, 'utf8')).toContain('UUID=9 /boot ext4 defaults 0 2\nUUID=0123 /home')
    expect([existsSync(places.top), readHomeState(places)?.phase]).toEqual([false, 'mounted'])
    // What is written now is nobody's business of those who remove what was there before.
    writeFileSync(path.join(places.home, 'alice/new'), 'new\n')
    await removeOldHome(places, {})
    expect(existsSync(places.state)).toBe(false)
    expect(readFileSync(path.join(places.home, 'alice/new'), 'utf8')).toBe('new\n')
    sh('umount', places.home)
    expect(readdirSync(places.home)).toEqual([])
    const names = [...(system === '' ? ['@home'] : []), 'etc', 'home', 'usr', 'var']
    expect(readdirSync(places.system).sort()).toEqual(names)
    expect(readFileSync(path.join(places.system, 'var/lib/machines/one'), 'utf8')).toBe('inside\n')
    expect(readdirSync(disk.top).sort()).toEqual(system === '' ? names : ['@home', '@rootfs'])
  })

  it('is refused before anything is changed, with what to do', async () => {
    install('@rootfs')
    const refused = (id: string) =>
      expect(agreeToHome(places, {})).rejects.toMatchObject({ problem: { id: `home-subvolume.${id}` } })
    const elsewhere = path.join(places.system, 'data')
    shell(`mv ${places.home} ${elsewhere}; ln -s data ${places.home}`)
    await refused('isLink')
    shell(`rm ${places.home}; mv ${elsewhere} ${places.home}`)
    const inside = path.join(places.home, 'alice/work')
    sh('btrfs', '-q', 'subvolume', 'create', inside)
    await refused('nested')
    sh('btrfs', '-q', 'subvolume', 'delete', inside)
    mkdirSync(inside)
    sh('mount', '-t', 'tmpfs', 'tmpfs', inside)
    await refused('mountsInside')
    sh('umount', inside)
    const fstab = readFileSync(places.fstab, 'utf8')
    writeFileSync(places.fstab, `${fstab}\nUUID=1 /home/alice/films ext4 defaults 0 0\n`)
    await refused('inFstab')
    writeFileSync(places.fstab, 'UUID=9 /boot ext4 defaults 0 2\n')
    await refused('noFstabOfSystem')
    writeFileSync(places.fstab, fstab)
    const swapFile = path.join(places.system, 'swapfile')
    writeFileSync(swapFile, '')
    await expect(agreeToHome({ ...places, swapFiles: [swapFile] }, {})).rejects.toMatchObject({ code: 'blocked' })
    shell(`fallocate -l 2800M ${places.system}/full`)
    await refused('noRoom')
    expect(existsSync(places.state)).toBe(false)
  })

  it('is taken back when it fails, told, and not tried again by itself', async () => {
    install('@rootfs')
    const before = treeOf(places.home)
    await agreeToHome(places, {})
    // Between agreeing and the start somebody made another one.
    sh('btrfs', '-q', 'subvolume', 'create', path.join(disk.top, '@home'))
    await expect(makeHomeSubvolume(places, {})).rejects.toMatchObject({ code: 'blocked' })
    expect(lookAtHome(places)).toMatchObject({ kind: 'failed', why: { id: 'home-subvolume.nameTaken' } })
    await makeHomeSubvolume(places, {})
    expect([treeOf(places.home), homesIn(places.fstab), isSubvolume(places.home)]).toEqual([before, [], false])
    expect(readdirSync(disk.top).sort()).toEqual(['@home', '@rootfs'])
    withdrawFromHome(places)
    expect(lookAtHome(places)).toEqual({ kind: 'folder' })
  })

  it('goes on at the next start, wherever it was interrupted', async () => {
    install('@rootfs')
    const before = treeOf(places.home)
    const device = sh('findmnt', '-no', 'SOURCE', disk.top).trim()
    // A snapshot from which not everything was deleted yet, and still mounted where it was made.
    await agreeToHome(places, {})
    sh('btrfs', '-q', 'subvolume', 'snapshot', places.system, path.join(disk.top, '@home.pc-switcher-unfinished'))
    mkdirSync(places.top)
    sh('mount', '-o', 'subvolid=5', device, places.top)
    await makeHomeSubvolume(places, {})
    expect(treeOf(places.home)).toBe(before)
    // fstab had no line yet: what was made is made anew.
    const made = readHomeState(places)
    if (made?.phase !== 'mounted') return expect.fail('it is mounted')
    sh('umount', places.home)
    writeFileSync(places.fstab, readFileSync(places.fstab, 'utf8').replace(/\n[^\n]* \/home [^]*/, '\n'))
    writeHomeState(places, { version: 1, phase: 'at-next-start', made: { uuid: made.uuid, sum: made.sum } })
    await makeHomeSubvolume(places, {})
    const again = readHomeState(places)
    if (again?.phase !== 'mounted') return expect.fail('it is mounted')
    expect(again.uuid).not.toBe(made.uuid)
    expect([treeOf(places.home), homesIn(places.fstab).length]).toEqual([before, 1])
    // fstab had its line, so the system has mounted it: only the note was missing.
    writeHomeState(places, { version: 1, phase: 'at-next-start', made: { uuid: again.uuid, sum: again.sum } })
    await makeHomeSubvolume(places, {})
    expect(readHomeState(places)).toEqual(again)
    expect(homesIn(places.fstab)).toHaveLength(1)
    // Half of what was there before is deleted.
    writeHomeState(places, { ...again, phase: 'removing' })
    await removeOldHome(places, {})
    expect([existsSync(places.state), treeOf(places.home)]).toEqual([false, before])
  })

  it('is taken back when fstab cannot be written', async () => {
    install('@rootfs')
    const before = treeOf(places.home)
    await agreeToHome(places, {})
    const etc = path.dirname(places.fstab)
    sh('chattr', '+i', etc)
    await expect(makeHomeSubvolume(places, {})).rejects.toThrow()
    sh('chattr', '-i', etc)
    expect([treeOf(places.home), homesIn(places.fstab), isSubvolume(places.home)]).toEqual([before, [], false])
    expect(readdirSync(disk.top)).toEqual(['@rootfs'])
    expect(lookAtHome(places).kind).toBe('failed')
  })

  it('never deletes what was made once fstab has its line, nor what was there before while another one is mounted', async () => {
    install('@rootfs')
    await agreeToHome(places, {})
    await makeHomeSubvolume(places, {})
    const made = readHomeState(places)
    if (made?.phase !== 'mounted') return expect.fail('it is mounted')
    sh('umount', places.home)
    // Not mounted at this start, whatever the reason: it may have what is newest.
    writeHomeState(places, { version: 1, phase: 'at-next-start', made: { uuid: made.uuid, sum: made.sum } })
    await expect(makeHomeSubvolume(places, {})).rejects.toMatchObject({ problem: { id: 'home-subvolume.inFstab' } })
    expect(existsSync(path.join(disk.top, '@home/alice/letter'))).toBe(true)
    writeHomeState(places, made)
    expect(lookAtHome(places)).toEqual({ kind: 'folder' })
    sh('btrfs', '-q', 'subvolume', 'create', path.join(disk.top, '@other'))
    sh('mount', '-o', 'subvol=@other', sh('findmnt', '-no', 'SOURCE', disk.top).trim(), places.home)
    await expect(removeOldHome(places, {})).rejects.toMatchObject({ problem: { id: 'home-subvolume.otherHome' } })
    expect(existsSync(path.join(disk.top, '@rootfs/home/alice/letter'))).toBe(true)
  })

  it('keeps what was there before when it is no longer as it was, and says so until somebody has looked', async () => {
    install('@rootfs')
    await agreeToHome(places, {})
    await makeHomeSubvolume(places, {})
    const hidden = path.join(disk.top, '@rootfs/home/alice')
    writeFileSync(path.join(hidden, 'late'), 'late\n')
    await expect(removeOldHome(places, {})).rejects.toMatchObject({ problem: { id: 'home-subvolume.oldChanged' } })
    expect(lookAtHome(places)).toMatchObject({ kind: 'subvolume', left: { id: 'home-subvolume.oldChanged' } })
    expect(readFileSync(path.join(hidden, 'late'), 'utf8')).toBe('late\n')
    await removeOldHome(places, {})
    expect(existsSync(path.join(hidden, 'late'))).toBe(true)
    shell(`chattr -i ${hidden}/fixed`)
    for (const name of readdirSync(path.dirname(hidden)))
      rmSync(path.join(path.dirname(hidden), name), { recursive: true })
    await removeOldHome(places, {})
    expect(lookAtHome(places)).toEqual({ kind: 'subvolume' })
  })
})
