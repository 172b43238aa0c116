import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cutLink, mendLink, type execOn } from '../../practice/pair.ts'
import { createSyncSession, type SyncSession } from '../../src-main/commons/syncthing/on-pair/sync-session.ts'
import { identifySync } from '../../src-main/commons/syncthing/verbs.ts'
import { listSetAside } from '../../src-main/commons/laptop/verbs.ts'
import type { AppError } from '../../src-main/kernel/app-error.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'

type Host = Parameters<typeof execOn>[0]

const mirror = '/var/lib/pc-switcher/root/etc/mirror'
const own = '/var/lib/pc-switcher/root/syncthing'
const unit = 'pc-switcher-syncthing.service'
const hosts = ['p17', 'xps'] as const
const signal = new AbortController().signal

let pair: AgentPair
let session: SyncSession
let dropped: string[] = []

async function connect(from: Host): Promise<void> {
  pair = await startAgents(from)
  session = createSyncSession()
}

async function turn(from: Host): Promise<void> {
  await session.leave(pair)
  pair.close()
  await connect(from)
}

async function carry(...names: readonly string[]): Promise<void> {
  await session.carry(pair, { folder: 'etc', names: [...names, ...dropped], signal })
  dropped = []
}

/** Syncthing learns of it with the next that is carried. */
async function drop(name: string): Promise<void> {
  await inMirror('xps', `rm ${name}`)
  dropped.push(name)
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: unknown) => (error as AppError).code,
  )
}

const inMirror = (host: Host, script: string) => shellOn(host, `cd ${mirror}; ${script}`)
/** What `make` prints, under the name of its checksum. */
const put = async (host: Host, make: string) =>
  (
    await inMirror(host, `umask 077; (${make}) > .new; name=$(sha256sum .new | cut -c -64); mv .new $name; echo $name`)
  ).trim()
const contents = (host: Host) => inMirror(host, `find . -type f -print | sort | xargs -r sha256sum`)

async function expectEqual(): Promise<void> {
  expect(await contents('xps')).toBe(await contents('p17'))
}

const forgotten = `rm -r ${own}/index-*`
/** Every file of it, under the same names. */
const garbage = `find ${own}/index-* -type f -exec dd if=/dev/urandom of={} bs=4k count=4 status=none \\;`
const unusable = `cd ${own}; name=$(ls -d index-* | grep -v damaged); rm -r "$name"; echo garbage > "$name"`

describe('our own Syncthing on two laptops', () => {
  beforeAll(async () => {
    for (const host of hosts) await shellOn(host, `install -d -m 0700 ${mirror}/.stfolder`)
    await connect('p17')
  })
  beforeEach(async () => {
    for (const host of hosts) await shellOn(host, `systemctl unmask --runtime ${unit}`)
  })
  afterAll(async () => {
    await session.leave(pair)
    pair.close()
  })

  it('starts nothing when it is only looked for', async () => {
    expect((await pair.from.call(identifySync, {})).state).not.toBe('running')
    expect(await shellOn('p17', `systemctl is-active ${unit} || true`)).toBe('inactive\n')
  })

  it('carries what came to the mirror, and what went from it', async () => {
    const names = [await put('p17', 'echo one'), await put('p17', 'echo two'), await put('p17', 'true')]
    await carry(...names)
    await expectEqual()
    expect(await contents('xps')).toContain(names[2])
    await inMirror('p17', `rm ${names[0]}`)
    await carry(names[0] ?? '', await put('p17', 'echo three'))
    await expectEqual()
  })

  it('opens no port but one on loopback, and answers nobody on the network', async () => {
    const listening = await shellOn('xps', `ss -Htulnp | grep syncthing | awk '{print $1, $5}'`)
    expect(listening).toBe('tcp 127.0.0.1:22001\n')
  })

  it('sees its mirror and its own two folders, and no /etc, no /home and nothing else of the laptop', async () => {
    const seen = await shellOn(
      'xps',
      `cd /proc/$(systemctl show -P MainPID ${unit})/root; find . -mindepth 1 -maxdepth 1; find ./var/lib ./run/pc-switcher -mindepth 1 -maxdepth 4 -type d -not -name 'index-*'`,
    )
    const inState = ['', '/root', '/root/etc', '/root/etc/mirror', '/root/syncthing'].map(
      (one) => `./var/lib/pc-switcher${one}`,
    )
    const top = ['dev', 'lib', 'lib64', 'proc', 'run', 'sys', 'usr', 'var'].map((one) => `./${one}`)
    expect(seen.trim().split('\n').sort()).toEqual([...top, './run/pc-switcher/syncthing', ...inState].sort())
  })

  it('has no capability at all, and an exposure of at most 2.5', async () => {
    const capabilities = await shellOn(
      'xps',
      `grep -E '^Cap(Prm|Eff|Bnd|Amb)' /proc/$(systemctl show -P MainPID ${unit})/status`,
    )
    expect(capabilities.match(/0{16}/g)).toHaveLength(4)
    const told = await shellOn('xps', `systemd-analyze security --no-pager ${unit} | tail -n 1`)
    expect(Number(/: ([\d.]+) /.exec(told)?.[1])).toBeLessThanOrEqual(2.5)
  })

  it('carries anew what was wrong under the right name', async () => {
    const name = await put('p17', 'echo right')
    await carry(name)
    await inMirror('xps', `stamp=$(stat -c %y ${name}); echo wrong > ${name}; touch -d "$stamp" ${name}`)
    await inMirror('xps', `rm ${name}`)
    await inMirror('p17', `touch ${name}`)
    await session.carry(pair, { folder: 'etc', names: [name], wrong: [name], signal })
    await expectEqual()
  })

  it('carries back when the direction turns', async () => {
    await turn('xps')
    const name = await put('xps', 'echo back')
    const gone = (await inMirror('xps', 'ls | head -n 1')).trim()
    await inMirror('xps', `rm ${gone}`)
    await carry(name, gone)
    await expectEqual()
  })

  it('works when either or both have forgotten everything, and when they have new identities', async () => {
    for (const [host, what] of [
      ['xps', forgotten],
      ['p17', forgotten],
      ['xps', `rm -r ${own}`],
      ['p17', `rm -r ${own}`],
    ] as const) {
      await session.leave(pair)
      await shellOn(host, what)
      const name = await put('xps', `date +%N`)
      await carry(name)
      expect(await contents('p17')).toContain(`${name}  ./${name}`)
    }
  })

  it('makes an index that is damaged anew by itself, on either laptop', async () => {
    for (const host of hosts) {
      await session.leave(pair)
      await shellOn(host, garbage)
      const name = await put('xps', `date +%N`)
      await carry(name)
      expect(await contents('p17')).toContain(`${name}  ./${name}`)
    }
  })

  it('sets an index aside that it cannot start with, and says so', async () => {
    for (const [host, machine] of [
      ['xps', pair.from],
      ['p17', pair.to],
    ] as const) {
      await session.leave(pair)
      await shellOn(host, `rm -rf ${own}/*.damaged-*; ${unusable}`)
      const name = await put('xps', `date +%N`)
      await carry(name)
      expect(await contents('p17')).toContain(`${name}  ./${name}`)
      const { files } = await machine.call(listSetAside, {})
      expect(files.map(({ file }) => file)).toEqual([expect.stringMatching(/syncthing\/index-/)])
    }
  })

  it('opens the tunnel anew when it dies', async () => {
    const name = await put('xps', 'head -c 120M /dev/urandom')
    const carrying = carry(name)
    await shellOn('xps', `sleep 1; pkill -KILL -f 'ssh.*127.0.0.1:22002:127.0.0.1:22001'`)
    await carrying
    await expectEqual()
    await drop(name)
  })

  it('starts the other one anew by itself when it dies meanwhile', async () => {
    const name = await put('xps', 'head -c 120M /dev/urandom')
    const carrying = carry(name)
    await shellOn('p17', `sleep 1; systemctl kill --signal=KILL ${unit}`)
    await carrying
    await expectEqual()
    await drop(name)
  })

  it('starts either one anew by itself when it hangs', async () => {
    for (const host of hosts) {
      await session.join(pair, { signal })
      await shellOn(host, `systemctl kill --signal=STOP ${unit}`)
      const name = await put('xps', `date +%N`)
      await carry(name)
      expect(await contents('p17')).toContain(`${name}  ./${name}`)
    }
    await shellOn('p17', `systemctl kill --signal=STOP ${unit}`)
    await session.leave(pair)
    expect(await shellOn('p17', `systemctl is-active ${unit} || true`)).toMatch(/inactive|failed/)
  })

  it('says that the other Syncthing is dead and cannot be started', async () => {
    const name = await put('xps', 'head -c 120M /dev/urandom')
    const carrying = codeOf(carry(name))
    await shellOn('p17', `sleep 1; systemctl mask --runtime ${unit}; systemctl kill --signal=KILL ${unit}`)
    expect(await carrying).toBe('syncthing-unavailable')
    expect(await codeOf(carry(name))).toBe('syncthing-unavailable')
    await shellOn('p17', `systemctl unmask --runtime ${unit}`)
    await carry(name)
    await expectEqual()
    await drop(name)
  })

  it('never claims success over a link that is cut, and goes on when it is mended', async () => {
    const name = await put('xps', 'head -c 120M /dev/urandom')
    const carrying = codeOf(carry(name))
    await shellOn('xps', 'sleep 1')
    await cutLink('p17', testPair)
    try {
      expect(await carrying).toBe('unreachable')
    } finally {
      await mendLink('p17', testPair)
    }
    await carry(name)
    await expectEqual()
  })

  it('says whose disk is full, and goes on when there is room', async () => {
    const name = await put('xps', 'head -c 50M /dev/urandom')
    await shellOn('p17', 'fallocate -l $(($(df -B1 --output=avail /var | tail -1) - 300000000)) /var/filler; sync')
    try {
      await expect(carry(name)).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringContaining(pair.to.label) as unknown,
      })
    } finally {
      await shellOn('p17', 'rm /var/filler; sync')
    }
    await carry(name)
    await expectEqual()
  })

  it('leaves nothing running', async () => {
    await session.leave(pair)
    for (const host of hosts)
      expect(await shellOn(host, `systemctl is-active ${unit} || true; pgrep -x ssh || true`)).toBe('inactive\n')
  })
})
