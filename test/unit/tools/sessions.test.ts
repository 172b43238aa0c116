import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseNotified } from '../../../src-main/tools/desktop-notification.ts'
import { parseMaps } from '../../../src-main/tools/proc/process-users.ts'
import { isDesktop, parseSession, parseSessionIds, parseSessions } from '../../../src-main/tools/systemd/loginctl.ts'
import { bundleProgram, endContender, startContender } from '../commons/lock-contenders.ts'
import { ownFolder } from '../../own-folder.ts'

/** loginctl show-session of systemd 257.13 (Debian 13), a desktop. */
const desktop = `User=1000
Name=alice
Timestamp=Sat 2026-11-21 07:11:51 UTC
Remote=no
Type=wayland
Class=user
State=active
IdleHint=no
LockedHint=no
`

describe('who is logged in', () => {
  it('is listed by the first column, whatever follows', () => {
    // systemd 257.13, and 249.11 (Ubuntu 22.04).
    expect(parseSessionIds('c1 1000 alice - 77  manager - no -\n c3 1000 alice - 352 user    - no -\n')).toEqual([
      'c1',
      'c3',
    ])
    expect(parseSessionIds(' 3 1000 alice seat0 tty2\n')).toEqual(['3'])
    expect(parseSessionIds('')).toEqual([])
  })

  it('is a person at a desktop, in a terminal or from elsewhere', () => {
    const session = parseSession(desktop)
    expect(session).toEqual({
      ...{ account: 'alice', uid: 1000, type: 'wayland', isRemote: false, isLocked: false, isIdle: false },
      since: '2026-11-21T07:11:51.000Z',
    })
    expect(session !== undefined && isDesktop(session)).toBe(true)
    const remote = parseSession(desktop.replace('Remote=no', 'Remote=yes').replace('Type=wayland', 'Type=tty'))
    expect(remote).toMatchObject({ isRemote: true, type: 'tty' })
    expect(parseSession(desktop.replace('LockedHint=no', 'LockedHint=yes'))).toMatchObject({ isLocked: true })
  })

  it('is not a service manager that lingers, a login screen, cron, or one who has logged out', () => {
    for (const kind of ['manager', 'manager-early', 'greeter', 'lock-screen', 'background']) {
      expect(parseSession(desktop.replace('Class=user', `Class=${kind}`))).toBeUndefined()
    }
    expect(parseSession(desktop.replace('State=active', 'State=closing'))).toBeUndefined()
  })

  it('is told of several at once, with those left out that count as nobody', () => {
    const second = desktop.replace('Name=alice', 'Name=bob')
    const manager = desktop.replace('Class=user', 'Class=manager')
    expect(parseSessions([desktop, manager, second].join('\n')).map(({ account }) => account)).toEqual(['alice', 'bob'])
  })

  it('is an error where it cannot be read', () => {
    expect(() => parseSession('')).toThrow(/loginctl/)
    expect(() => parseSession(desktop.replace('UTC', 'CET'))).toThrow(/loginctl/)
  })
})

it('a notification has a number', () => {
  expect(parseNotified('u 12\n')).toBe(12)
  expect(parseNotified('')).toBeUndefined()
})

describe('what a process has in its memory', () => {
  it('is each file once, and says whether it is written to', () => {
    // /proc/PID/maps of Linux 6.18; the last file is called " (deleted)".
    const text = [
      '00400000-00452000 r-xp 00000000 00:1f 173521 /usr/bin/a program',
      '00651000-00652000 rw-p 00051000 00:1f 173521 /usr/bin/a program',
      '7f0000000000-7f0000001000 r--s 00000000 00:1f 99 /home/alice/map',
      '7f0000001000-7f0000002000 rw-s 00001000 00:1f 99 /home/alice/map',
      '7f0000002000-7f0000003000 rw-p 00000000 00:00 0 ',
      '7f0000003000-7f0000004000 rw-s 00000000 00:1f 12 /home/alice/gone (deleted)',
      '',
    ].join('\n')
    expect(parseMaps(text, '/proc/7')).toEqual([
      { place: '/proc/7/map_files/400000-452000', key: '00:1f 173521 /usr/bin/a program', writes: false },
      { place: '/proc/7/map_files/7f0000000000-7f0000001000', key: '00:1f 99 /home/alice/map', writes: true },
      {
        place: '/proc/7/map_files/7f0000003000-7f0000004000',
        key: '00:1f 12 /home/alice/gone (deleted)',
        writes: true,
      },
    ])
  })
})

describe('a message at login', () => {
  /** In a process of its own, which says when it is shown, then waits for a word. */
  async function start() {
    const folder = ownFolder('pc-switcher-motd')
    const motd = JSON.stringify(path.join(folder, 'motd.d'))
    const source = `import { showMotd } from '@/tools/motd.ts'
      process.umask(0o077)
      const motd = showMotd('copying', ${motd})
      console.log('shown')
      process.stdin.once('data', () => { motd.remove(); process.exit(0) })`
    const program = await bundleProgram(source, path.join(folder, 'show.mjs'))
    const contender = startContender(program)
    expect(await contender.said).toBe('shown')
    return { contender, file: path.join(folder, 'motd.d', `pc-switcher-${contender.child.pid}`) }
  }

  it('can be read by everybody, and goes at the end', async () => {
    const { contender, file } = await start()
    expect(readFileSync(file, 'utf8')).toBe('copying\n')
    expect([statSync(file).mode & 0o777, statSync(path.dirname(file)).mode & 0o777]).toEqual([0o644, 0o755])
    contender.child.stdin?.write('end\n')
    await once(contender.child, 'exit')
    expect(existsSync(file)).toBe(false)
  })

  it('goes with the process that is killed', async () => {
    const { contender, file } = await start()
    await endContender(contender, 'SIGKILL')
    await expect.poll(() => existsSync(file)).toBe(false)
  })
})
