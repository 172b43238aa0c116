/** Bringing /etc back from a real snapshot of the system, on a disk of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { agentCapabilities } from '../../src-main/agent/capabilities.ts'
import { joinAgent } from '../../src-main/agent/join-capabilities.ts'
import { restoreEtcHere, inspectEtc } from '../../src-main/domains/files/on-machine/restore-etc/restore-etc.ts'
import { notePlacing, noteRestore } from '../../src-main/domains/files/on-machine/restore/restore-note.ts'
import { sweepRestores } from '../../src-main/domains/files/on-machine/restore/sweep.ts'
import { toAppError } from '../../src-main/kernel/app-error.ts'
import { isLong } from '../how-long.ts'
import { describeHere, makePracticePlace } from './files-place.ts'
import { asBob, bob, exchangeForEver } from './place-trees.ts'
import { sayAll } from './words.ts'
import { forAllTests } from './while-tested.ts'

const { ownPaths } = joinAgent(agentCapabilities).all
const place = forAllTests(() => makePracticePlace())
let etc: string
beforeAll(() => {
  etc = path.join(place.system, 'etc')
})
beforeEach(() => {
  rmSync(etc, { recursive: true, force: true })
  mkdirSync(etc)
  bash(
    'mkdir -p ssh sysctl.d pc-switcher NetworkManager/system-connections; echo p17 > hostname; echo 1234 > machine-id; echo conf > ssh/sshd_config; echo key > ssh/ssh_host_ed25519_key; echo ours > pc-switcher/machine.json; echo wifi > NetworkManager/system-connections/home',
  )
})

const bash = (script: string): string => place.bash(script, etc)
const read = (name: string): string => readFileSync(path.join(etc, name), 'utf8')
let count = 0
interface RestoreOptions {
  readonly paths?: string[]
  readonly withIdentity?: boolean
  /** Between looking and doing. */
  readonly meanwhile?: () => void
  readonly report?: () => void
}
async function restore(setId: string, more: RestoreOptions = {}) {
  const { paths = [], withIdentity = false, meanwhile, report = place.options.report } = more
  const choice = { setId, paths, withIdentity }
  const places = { ...place.places, ownPaths }
  const inspection = await inspectEtc(places, choice, {})
  meanwhile?.()
  const request = { choice, operationId: `restore-etc-${(count += 1)}`, digest: inspection.digest, services: [] }
  return { inspection, restored: await restoreEtcHere(places, request, { ...place.options, report }) }
}

describe('restoring /etc', () => {
  it('makes it what it was, with everything files have, and keeps what was there in a snapshot', async () => {
    bash(
      `mkdir -p d/empty; echo x > d/file; chmod 640 d/file; chown 0:33 d/file; setfacl -m u:33:r d/file; ln -s ../file d/link; echo hard > h1; ln h1 d/h2; setfattr -n user.k -v v d; touch -d 2020-01-01 d/file
       setfattr -n security.label -v etc d/file; setfattr -n btrfs.compression -v zstd d/empty; touch d/nocow; chattr +C d/nocow; echo x > d/nocow`,
    )
    const id = await place.take()
    const before = bash(describeHere)
    bash(
      'rm -r d h1; echo new > new; mkdir -p more/deep; echo new > more/deep/x; echo changed > ssh/sshd_config; chmod 600 sysctl.d',
    )
    const { inspection, restored } = await restore(id)
    const kinds = inspection.changes.map(({ path: one, kind }) => `${kind} ${one}`)
    expect(kinds).toEqual([
      'added d',
      'added d/empty',
      'added d/file',
      'added d/h2',
      'added d/link',
      'added d/nocow',
      'added h1',
      'deleted more',
      'deleted more/deep',
      'deleted more/deep/x',
      'deleted new',
      'changed ssh/sshd_config',
      'attributes sysctl.d',
    ])
    const plain = (text: string) => text.replace(/^(\S+ d .*) \d+\.\d+ $/gm, '$1')
    expect(plain(bash(describeHere))).toBe(plain(before))
    expect(readFileSync(place.inSet(restored.keptSet ?? '', 'system/etc/more/deep/x'), 'utf8')).toBe('new\n')
    expect((await restore(id)).inspection.changes).toEqual([])
  })

  it('is seen by services with a view of /etc of their own, which an exchanged folder would not be', async () => {
    bash('echo then > ssh/ssh_config')
    const id = await place.take()
    bash('echo now > ssh/ssh_config')
    const view = path.join(place.system, 'view')
    mkdirSync(view)
    // As ProtectSystem=full does: read-only, private, for as long as the service runs.
    const script = 'mount --bind "$1" "$2" && mount -o remount,bind,ro "$2" && echo ready && exec sleep 1000'
    const service = spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', etc, view])
    const seen = () => readFileSync(`/proc/${service.pid}/root${view}/ssh/ssh_config`, 'utf8')
    try {
      await once(service.stdout, 'data')
      expect(seen()).toBe('now\n')
      await restore(id)
      expect(seen()).toBe('then\n')
    } finally {
      const gone = once(service, 'exit')
      service.kill('SIGKILL')
      await gone
    }
  })

  it('leaves the identity of the laptop and what is ours, unless told otherwise, and brings connections back', async () => {
    const id = await place.take()
    bash(
      'echo other > hostname; rm machine-id; echo other > ssh/ssh_host_ed25519_key; echo other > pc-switcher/machine.json; echo other > NetworkManager/system-connections/home; mkdir .git; echo h > .git/HEAD',
    )
    const { inspection } = await restore(id)
    expect(inspection.keptIdentity).toEqual(['/etc/hostname', '/etc/machine-id', '/etc/ssh/ssh_host_ed25519_key'])
    expect(inspection.changes.map((change) => change.path)).toEqual(['NetworkManager/system-connections/home'])
    expect([read('hostname'), read('NetworkManager/system-connections/home')]).toEqual(['other\n', 'wifi\n'])
    const told = await restore(id, { withIdentity: true })
    expect(told.inspection.keptIdentity).toEqual([])
    expect([read('hostname'), read('machine-id'), read('ssh/ssh_host_ed25519_key')]).toEqual([
      'p17\n',
      '1234\n',
      'key\n',
    ])
    expect([read('pc-switcher/machine.json'), read('.git/HEAD')]).toEqual(['other\n', 'h\n'])
  })

  it('restores single files and the folders around them, and nothing else', async () => {
    bash(
      'mkdir -m 750 -p apt/sources.list.d; echo x > apt/sources.list.d/one; echo y > apt/sources.list.d/two; echo a > a',
    )
    const id = await place.take()
    bash('rm -r apt; echo b > a; echo extra > ssh/extra')
    await restore(id, { paths: ['apt/sources.list.d/one', 'ssh/extra'] })
    expect(readdirSync(path.join(etc, 'apt/sources.list.d'))).toEqual(['one'])
    expect(bash('stat -c %a apt/sources.list.d').trim()).toBe('750')
    expect(read('a')).toBe('b\n')
    expect(readdirSync(path.join(etc, 'ssh'))).not.toContain('extra')
  })

  it('puts a file where a folder is now, and a folder where a file is now', async () => {
    bash('mkdir one; echo x > one/x; echo file > two')
    const id = await place.take()
    bash('rm -r one; echo now > one; rm two; mkdir -p two/deep; echo y > two/deep/y')
    await restore(id)
    expect([read('one/x'), read('two')]).toEqual(['x\n', 'file\n'])
  })

  it('removes nothing that came after it was looked at, and says that something has changed', async () => {
    const id = await place.take()
    bash('echo new > new')
    const outcome = await restore(id, { meanwhile: () => bash('echo later > later') }).catch(toAppError)
    expect(outcome).toMatchObject({ code: 'plan-changed' })
    expect([read('new'), read('later')]).toEqual(['new\n', 'later\n'])
  })

  it('leaves accounts alone when the snapshot is older than our own account, and names those that would go', async () => {
    bash('echo root:x:0:0::/:/bin/sh > passwd; echo root:::::::: > shadow')
    const id = await place.take()
    bash('echo later:x:5:5::/:/bin/sh >> passwd')
    expect(sayAll((await restore(id)).inspection.notes)).toContain('later')
    bash('echo pc-switcher:x:6:6::/:/bin/sh >> passwd; echo pc-switcher:::::::: >> shadow')
    const { inspection } = await restore(id)
    expect(inspection.changes).toEqual([])
    expect(sayAll(inspection.notes)).toContain('accounts and passwords stay')
    expect(read('passwd')).toContain('pc-switcher')
  })

  it('can be run again after it was stopped half-way', async () => {
    bash('for i in $(seq 50); do echo $i > f$i; done')
    const id = await place.take()
    bash(
      'for i in $(seq 50); do echo other > f$i; done; echo new > new; for i in $(seq 20); do echo $i > f$i; done; mkdir .~tmp~; echo 7 > .~tmp~/f21',
    )
    await restore(id)
    expect(bash('cat f1 f21 f50')).toBe('1\n21\n50\n')
    expect(readdirSync(etc)).not.toContain('new')
    expect(readdirSync(etc)).not.toContain('.~tmp~')
  })

  it('clears up what a killed one left in a folder of /etc', async () => {
    bash('mkdir d; echo then > d/x')
    const etcSet = await place.take()
    bash('echo now > d/x')
    const keptSet = await place.take()
    const { stateFolder } = place.places
    const noted = { operationId: 'killed-in-etc', subvolume: 'system' }
    const id = '0123456789abcdef0123456789abcdef'
    noteRestore(stateFolder, noted, etcSet)
    notePlacing(stateFolder, noted, { id, keptSet, etcSet, lines: [{ path: 'd/x', action: 'place' }] })
    bash(`mv d/x d/.pc-switcher-place-${id}-0; cp -p ${place.inSet(etcSet, 'system/etc/d/x')} d/x`)
    const file = path.join(stateFolder, 'restores', `${noted.operationId}.json`)
    const note = JSON.parse(readFileSync(file, 'utf8')) as { process: object }
    writeFileSync(file, JSON.stringify({ ...note, process: { ...note.process, startTime: '1' } }))
    await sweepRestores(place.places, {})
    expect(readdirSync(path.join(etc, 'd'))).toEqual(['x'])
    expect(read('d/x')).toBe('then\n')
    expect(['restores', 'snapshot-holds'].flatMap((name) => readdirSync(path.join(stateFolder, name)))).toEqual([])
  })
})

describe('another user who has a folder in /etc', () => {
  const tries = isLong ? 50 : 2
  const files = 60

  it('has nothing written or removed elsewhere by exchanging it with a link meanwhile', async () => {
    const each = (script: string) => `for i in {1..${files}}; do ${script}; done`
    bash(`rm -rf ../victim; mkdir -p mine/d ../victim; ${each('echo then > mine/d/f$i')}`)
    const id = await place.take()
    bash(`${each('[ $((i % 2)) = 0 ] || echo hers > ../victim/f$i')}; echo hers > ../victim/new; chmod 600 ../victim/*`)
    const outside = () => bash(`cd ../victim; find . -printf '%P %m %U %T@ %i\n' | sort; cat *`)
    const before = outside()
    const mine = path.join(etc, 'mine')
    const seen: Record<string, number> = {}
    for (let count = 0; count < tries; count += 1) {
      bash(`rm -rf mine; mkdir -p mine/d; echo now > mine/d/new; echo now > mine/d/f2; ln -s ../../victim mine/l`)
      bash(`chown -hR ${bob} mine`)
      const attacker = await asBob(
        `$| = 1; print "on\n"; select undef, undef, undef, 0.001 until -e 'go'; ${exchangeForEver('d', 'l')}`,
        mine,
      )
      // When the snapshot is taken and the first line comes next.
      const report = () => writeFileSync(path.join(mine, 'go'), '')
      try {
        const { left } = (await restore(id, { paths: ['mine/d'], report })).restored
        seen['restored'] = (seen['restored'] ?? 0) + files + 1 - left.length
        seen['left'] = (seen['left'] ?? 0) + left.length
      } finally {
        await attacker.stop()
      }
      expect(outside()).toBe(before)
    }
    console.log(`while a folder in /etc was exchanged with a link: ${JSON.stringify(seen)}`)
    expect(seen['left']).toBeGreaterThan(0)
    expect(bash('find . ../victim -name ".pc-switcher-*"')).toBe('')
  }, 600_000)
})
