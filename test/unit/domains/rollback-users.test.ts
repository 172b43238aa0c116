import { describe, expect, it } from 'vitest'
import { groupUsers, withoutOtherLaptop } from '../../../src-main/domains/rollback/on-machine/in-use/users.ts'
import { systemdCgroup, type ProcessUser } from '../../../src-main/tools/proc/process-users.ts'
import { userWords } from '../../../src-main/domains/rollback/messages.ts'

const user = (name: string, cgroup: string, uid = 0): ProcessUser => ({ pid: 42, uid, name, cgroup })
const names = {
  person: { name: 'alice', uid: 1000 },
  nameOf: (uid: number) => (uid === 1000 ? 'alice' : 'bob'),
  isAskedHere: false,
}
const group = (...asked: Parameters<typeof groupUsers>) => {
  const { users, ours } = groupUsers(...asked)
  return { words: users.map(userWords), ours }
}
const mine = '/user.slice/user-1000.slice'

describe('who uses a subvolume, in words', () => {
  it('says once that somebody is logged in, however many programs they have', () => {
    const processes = [
      user('bash', `${mine}/session-3.scope`, 1000),
      user('vim', `${mine}/session-3.scope`, 1000),
      user('tracker', `${mine}/user@1000.service/app.slice/tracker.service`, 1000),
      user('systemd', `${mine}/user@1000.service/init.scope`, 1000),
    ]
    expect(group(processes, names)).toEqual({ words: ['alice is logged in'], ours: [] })
  })

  it('does not tell the person of work that the other laptop asks for', () => {
    const { users } = groupUsers(
      [
        user('btrfs', '/user.slice/user-997.slice/session-c7.scope', 0),
        user('bash', `${mine}/session-3.scope`, 1000),
        user('smbd', '/system.slice/smbd.service'),
      ],
      { ...names, nameOf: (uid) => (uid === 997 ? 'pc-switcher' : 'alice') },
    )
    expect(users.map(userWords)).toEqual(['pc-switcher is logged in', 'alice is logged in', 'the service smbd'])
    expect(withoutOtherLaptop(users).map(userWords)).toEqual(['alice is logged in', 'the service smbd'])
  })

  it('names services, virtual machines and programs that belong to nothing', () => {
    const processes = [
      user('smbd', '/system.slice/smbd.service'),
      user('qemu', '/machine.slice/machine-qemu\\x2d1\\x2dwindows\\x2d11.scope'),
      user('dd', '/'),
      user('qemu', `${mine}/user@1000.service/machine.slice/machine-qemu\\x2d2\\x2ddebian.scope`, 1000),
      user('node', '/user.slice/user-1001.slice/user@1001.service/app.slice/my\\x2dserver.service', 1001),
    ]
    expect(group(processes, names).words).toEqual([
      'the service smbd',
      'the virtual machine windows-11',
      'dd (process 42)',
      'the virtual machine debian',
      'my-server.service of bob',
    ])
  })

  it('stops what is its own for a moment: its Syncthing, and the app of somebody who is not there', () => {
    const syncthing = user('syncthing', '/system.slice/pc-switcher-syncthing.service')
    const app = user('node', `${mine}/user@1000.service/app.slice/pc-switcher.service`, 1000)
    expect(group([syncthing, app], names)).toEqual({
      words: [],
      ours: ['pc-switcher-syncthing.service', '1000/pc-switcher.service'],
    })
  })

  it('stops a service manager that serves nobody, but none whose person runs something', () => {
    const manager = user('systemd', `${mine}/user@1000.service/init.scope`, 1000)
    const bus = user('dbus-daemon', `${mine}/user@1000.service/session.slice/dbus.service`, 1000)
    expect(group([manager, bus], names)).toEqual({ words: [], ours: ['user@1000.service'] })
    const server = user('node', `${mine}/user@1000.service/app.slice/server.service`, 1000)
    expect(group([manager, server], names)).toMatchObject({ ours: [] })
  })

  it('never stops the app that asks', () => {
    const app = user('node', `${mine}/user@1000.service/app.slice/pc-switcher.service`, 1000)
    expect(group([app], { ...names, isAskedHere: true })).toEqual({ words: ['alice is logged in'], ours: [] })
  })

  it('reads the cgroup of systemd, where there is one tree and where there are several', () => {
    expect(systemdCgroup('0::/user.slice/x.scope\n')).toBe('/user.slice/x.scope')
    expect(systemdCgroup('9:name=systemd:/a.service\n8:pids:/b\n0::/c\n')).toBe('/a.service')
  })
})
