import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cutLink, mendLink, type execOn } from '../../practice/pair.ts'
import {
  createSyncSession,
  type FolderRequest,
  type SyncSession,
} from '../../src-main/commons/syncthing/on-pair/sync-session.ts'
import type { SyncOutcome } from '../../src-main/commons/syncthing/on-pair/wait-for-sync.ts'
import { identifySync } from '../../src-main/commons/syncthing/verbs.ts'
import { agentCapabilities } from '../../src-main/agent/capabilities.ts'
import { joinAgent } from '../../src-main/agent/join-capabilities.ts'
import { compileRules } from '../../src-main/domains/etc-tracking/compile-rules.ts'
import { createNeverList } from '../../src-main/domains/etc-tracking/never-list.ts'
import { neverEntries } from '../../src-main/domains/etc-tracking/on-machine/never-entries.ts'
import type { AppError } from '../../src-main/kernel/app-error.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'

type Host = Parameters<typeof execOn>[0]

/** Of /etc only this folder is synced; "kept" in it stays on each laptop. */
const folder = '/etc/sync-test'
const ignores = compileRules(
  [{ path: '/sync-test', decision: 'always' }],
  ['/sync-test/kept', '/sync-test/f/deep/kept'],
  createNeverList(neverEntries(joinAgent(agentCapabilities).all.ownPaths)),
)
const unit = 'pc-switcher-syncthing.service'
const signal = new AbortController().signal

let pair: AgentPair
let session: SyncSession

async function connect(from: Host): Promise<void> {
  pair = await startAgents(from)
  session = createSyncSession()
}

async function turn(from: Host): Promise<void> {
  await session.leave(pair)
  pair.close()
  await connect(from)
}

async function copy(mayRevert: FolderRequest['mayRevert'] = () => true): Promise<SyncOutcome> {
  return session.bringFolderInSync(pair, {
    folder: 'etc',
    ignoresFrom: ignores,
    ignoresTo: ignores,
    mayRevert,
    signal,
  })
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: unknown) => (error as AppError).code,
  )
}

const inSync = (host: Host, script: string) => shellOn(host, `cd ${folder}; ${script}`)
const tree = (host: Host) =>
  inSync(
    host,
    `find . -name kept -prune -o -printf '%P %y %m %u %g %l\\n' | sort; find . -name kept -prune -o -type f -print | sort | xargs -d '\\n' -r sha256sum`,
  )

/** Everything else in /etc. */
const others = (host: Host) =>
  shellOn(
    host,
    `cd /etc; find . \\( -path ./sync-test -o -path ./.stignore \\) -prune -o -printf '%P %y %m %u %g %l\\n' | sort
    find . \\( -path ./sync-test -o -path ./.stignore \\) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum`,
  )

async function expectEqual(): Promise<void> {
  expect(await tree('xps')).toBe(await tree('p17'))
}

describe('our own Syncthing on two laptops', () => {
  beforeAll(async () => {
    for (const host of ['p17', 'xps'] as const) await shellOn(host, `mkdir ${folder}`)
    await inSync(
      'p17',
      'mkdir -p a/b; echo 1 > a/one; echo 2 > a/b/two; echo left > both; touch -d 2020-01-01 both; echo k > kept; echo "x y" > "a/t w+o&%"',
    )
    await inSync('xps', 'mkdir -p c; echo 3 > c/three; echo taken > both; echo mine > kept')
    await connect('p17')
  })
  beforeEach(async () => {
    for (const host of ['p17', 'xps'] as const) await shellOn(host, `systemctl unmask --runtime ${unit}`)
  })
  afterAll(async () => {
    await session.leave(pair)
    pair.close()
  })

  it('starts nothing when it is only looked for', async () => {
    expect(await pair.from.call(identifySync, {})).toMatchObject({ running: false })
    expect(await shellOn('p17', `systemctl is-active ${unit} || true`)).toBe('inactive\n')
  })

  it('makes the other laptop equal the first time, whatever it had, and leaves ignored files alone', async () => {
    const before = await others('xps')
    const offered: string[] = []
    const outcome = await copy((names, about) => {
      offered.push(...names)
      return about.indexIsNew
    })
    expect(offered).toContain('sync-test/c/three')
    expect(outcome).toMatchObject({ keptFolders: [], leftOver: [] })
    await expectEqual()
    expect(await inSync('xps', 'cat kept both; test ! -e c')).toBe('mine\nleft\n')
    expect(await others('xps')).toBe(before)
  })

  it('opens no port but one on loopback, and answers nobody on the network', async () => {
    const listening = await shellOn('xps', `ss -Htulnp | grep syncthing | awk '{print $1, $5}'`)
    expect(listening).toBe('tcp 127.0.0.1:22001\n')
  })

  it('sees nothing of the laptop but what it copies and its own two folders', async () => {
    const seen = await shellOn(
      'xps',
      `cd /proc/$(systemctl show -P MainPID ${unit})/root; ls . var/lib root home 2>&1 || true`,
    )
    expect(seen).toMatch(/var\/lib:\npc-switcher\n/)
    expect(seen).toMatch(/cannot access 'root'/)
    expect(seen).toMatch(/cannot access 'home'/)
  })

  it('asks about exactly what the receiver changed by itself, and copies nothing when that was not agreed to', async () => {
    await inSync('p17', 'echo newer > a/one; rm a/b/two; mkdir d; echo 4 > d/four; mv both renamed')
    await inSync('xps', 'echo own > own; echo changed > "a/t w+o&%"; rm a/one')
    const offered: string[] = []
    const refused = copy((names) => {
      offered.push(...names)
      return false
    })
    expect(await codeOf(refused)).toBe('plan-changed')
    expect(offered.sort()).toEqual(['sync-test/a/one', 'sync-test/a/t w+o&%', 'sync-test/own'])
    expect(await inSync('xps', 'cat own; test ! -e d')).toBe('own\n')
    await copy()
    await expectEqual()
  })

  it('carries changes and deletions back when the direction turns', async () => {
    await inSync('xps', 'echo back > a/one; rm -r d; mkdir e; echo 5 > e/five; mv renamed "re named"')
    await turn('xps')
    const offered: string[] = []
    await copy((names) => {
      offered.push(...names)
      return true
    })
    expect(offered).toEqual([])
    await expectEqual()
    expect(await inSync('p17', 'cat a/one "re named"; test ! -e d')).toBe('back\nleft\n')
  })

  it('deletes what the sender has not, also when the sender has forgotten that it ever was there', async () => {
    await session.leave(pair)
    await shellOn('xps', 'rm -r /var/lib/pc-switcher/root/syncthing/index-*')
    await inSync('xps', 'rm -r e; echo after > after')
    await copy()
    await expectEqual()
    expect(await inSync('p17', 'test ! -e e; cat after')).toBe('after\n')
  })

  it('works with a receiver that has forgotten everything', async () => {
    await session.leave(pair)
    await shellOn('p17', 'rm -r /var/lib/pc-switcher/root/syncthing/index-*')
    await inSync('xps', 'rm after; echo 6 > six')
    await inSync('p17', 'echo own > own')
    let indexWasNew = false
    await copy((_names, about) => (indexWasNew = about.indexIsNew))
    expect(indexWasNew).toBe(true)
    await expectEqual()
  })

  it('starts anew when both have lost their identity and index', async () => {
    await session.leave(pair)
    for (const host of ['p17', 'xps'] as const) await shellOn(host, 'rm -r /var/lib/pc-switcher/root/syncthing')
    await inSync('xps', 'echo 7 > seven; rm six')
    await copy()
    await expectEqual()
  })

  it('tells of work that the receiver offered in a switch that was never finished', async () => {
    await turn('p17')
    await inSync('p17', 'echo unfinished > unfinished')
    await inSync('xps', 'echo stands > in-the-way')
    // p17's Syncthing has read it as its own new work by then, and xps has not got it.
    expect(await codeOf(copy(() => false))).toBe('plan-changed')
    await turn('xps')
    const offered: string[] = []
    await copy((names) => {
      offered.push(...names)
      return true
    })
    expect(offered).toContain('sync-test/unfinished')
    await expectEqual()
  })

  it('keeps a folder that holds ignored files, and says which', async () => {
    await inSync('xps', 'mkdir -p f/deep; echo x > f/deep/x')
    await copy()
    await inSync('p17', 'echo mine > f/deep/kept')
    await inSync('xps', 'rm -r f')
    const { keptFolders } = await copy()
    expect(keptFolders.map(({ path }) => path).sort()).toEqual(['sync-test/f', 'sync-test/f/deep'])
    expect(await inSync('p17', 'cat f/deep/kept; ls f/deep')).toBe('mine\nkept\n')
    await inSync('p17', 'rm -r f')
    expect((await copy()).keptFolders).toEqual([])
    await expectEqual()
  })

  it('names files that Syncthing does not carry instead of failing', async () => {
    await inSync('xps', `echo x > $'latin1-\\xe9'`)
    const { notCarried } = await copy()
    expect(notCarried.from.filter(({ path }) => path.startsWith('sync-test/'))).toHaveLength(1)
    await inSync('xps', `rm $'latin1-\\xe9'`)
  })

  it('opens the tunnel anew when it dies', async () => {
    await inSync('xps', 'head -c 120M /dev/urandom > big')
    const copying = copy()
    await shellOn('xps', `sleep 1; pkill -KILL -f 'ssh.*127.0.0.1:22002:127.0.0.1:22001'`)
    await copying
    await expectEqual()
    await inSync('xps', 'rm big')
  })

  it('says within seconds that the other Syncthing is dead', async () => {
    await inSync('xps', 'head -c 120M /dev/urandom > big')
    const copying = codeOf(copy())
    await shellOn('p17', `sleep 1; systemctl mask --runtime ${unit}; systemctl kill --signal=KILL ${unit}`)
    const killed = Date.now()
    expect(await copying).toBe('syncthing-unavailable')
    expect(Date.now() - killed).toBeLessThan(5_000)
    expect(await codeOf(copy())).toBe('syncthing-unavailable')
    await shellOn('p17', `systemctl unmask --runtime ${unit}`)
    await copy()
    await expectEqual()
    await inSync('xps', 'rm big')
  })

  it('says that the other Syncthing does not answer when it hangs', async () => {
    await copy()
    await shellOn('p17', `systemctl kill --signal=STOP ${unit}`)
    expect(await codeOf(copy())).toBe('syncthing-unavailable')
    await shellOn('p17', `systemctl kill --signal=CONT ${unit}`)
    await copy()
  })

  it('never claims success over a link that is cut, and goes on when it is mended', async () => {
    await inSync('xps', 'head -c 120M /dev/urandom > big')
    const copying = codeOf(copy())
    await shellOn('xps', 'sleep 1')
    await cutLink('p17', testPair)
    try {
      expect(await copying).toBe('unreachable')
    } finally {
      await mendLink('p17', testPair)
    }
    await copy()
    await expectEqual()
  })

  it('says whose disk is full, and goes on when there is room', async () => {
    await inSync('xps', 'head -c 50M /dev/urandom > large')
    await shellOn('p17', 'fallocate -l $(($(df -B1 --output=avail /etc | tail -1) - 300000000)) /var/filler; sync')
    try {
      await expect(copy()).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringContaining(pair.to.label) as unknown,
      })
    } finally {
      await shellOn('p17', 'rm /var/filler; sync')
    }
    await copy()
    await expectEqual()
  })

  it('leaves nothing running', async () => {
    await session.leave(pair)
    for (const host of ['p17', 'xps'] as const)
      expect(await shellOn(host, `systemctl is-active ${unit} || true; pgrep -x ssh || true`)).toBe('inactive\n')
  })
})
