import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { Capture } from '../../src-main/domains/packages/model.ts'
import type { PackagesPlan } from '../../src-main/domains/packages/on-pair/packages-plan.ts'
import { packagesManifests } from '../../src-main/domains/packages/on-pair/packages-manifest.ts'
import { createPackagesStep, packagesDeclaration } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import { unitsTold } from '../../src-main/domains/packages/told/on-pair/told.ts'
import { createToldStep } from '../../src-main/domains/packages/told/on-pair/told-step.ts'
import { readCapture } from '../../src-main/domains/packages/on-pair/read-capture.ts'
import { applyPackages, listFailed } from '../../src-main/domains/packages/verbs.ts'
import type { Host } from '../../practice/layout.ts'
import { crash } from '../../practice/pair.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'
import { testPair } from '../laptops-pair.ts'
import { call, pcSwitcher } from '../laptops-product.ts'
import { calls } from '../../src-main/contract/calls.ts'

const step = createPackagesStep(() => Promise.resolve({ rules: [], hasAptRule: () => false }))
let pair: AgentPair

const probe = () => step.probe(pair, runOutside)
const run = (plan: PackagesPlan, answers: Answers = {}) => step.run(pair, plan, answers, runOutside)
const verify = (plan: PackagesPlan, answers: Answers = {}) => step.verify(pair, plan, answers, runOutside)
const apt = 'DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Options::=--force-confold'
/** "ii 1.0", or "none" when at most its configuration is left. */
const stateOn = async (host: 'p17' | 'xps', name: string): Promise<string> => {
  const state = await shellOn(host, `dpkg-query -W -f '\${db:Status-Abbrev}\${Version}' ${name} 2>/dev/null || true`)
  return /^.[cn]/.test(state) || state === '' ? 'none' : state
}

describe('packages and services', () => {
  beforeAll(async () => {
    pair = await startAgents()
  })
  afterAll(() => pair.close())

  it('shows what apt would really do, with removals to decide and what cannot be installed', async () => {
    const plan = await probe()
    const preview = step.preview(plan, pair)
    const names = (title: string) =>
      preview.blocks.flatMap((block) =>
        block.kind === 'changes' && block.title === title ? block.changes.map(({ name }) => name) : [],
      )
    expect(names('Install')).toEqual(['practice-lib', 'practice-notes', 'practice-tool'])
    expect(names('Update')).toEqual(['practice-editor', 'practice-service'])
    expect(names('Services')).toEqual(['practice-service.service'])
    expect(names("Can't be installed")).toEqual(['practice-left'])
    expect(preview.questions.map(({ id, safeDefault }) => [id, safeDefault])).toEqual([
      ['apt-remove:practice-game:amd64', 'keep'],
      ['apt-remove:practice-right:amd64', 'keep'],
      ['unit:practice-service.service', 'follow'],
    ])
    expect(preview.questions[1]?.consequence).toBe('Removing practice-right lets practice-left be installed.')
    expect(preview.estimate).toMatchObject({ items: 5, bytes: plan.downloadBytes })
    expect(step.changes?.(plan, await probe(), {})).toEqual([])
  })

  it('are compared at any time, as dpkg has them on both', async () => {
    const { messages, exitCode } = await pcSwitcher('p17', ['packages', 'compare', '--all'])
    const { packages, others } = calls.packagesCompare.output.parse(messages.find(({ type }) => type === 'packages'))
    const listed = async (host: Host) =>
      (
        await shellOn(
          host,
          `dpkg-query -W -f '\${db:Status-Abbrev}\${Package} \${Version}\\n' | sed -n 's/^.i //p' | sort`,
        )
      )
        .trim()
        .split('\n')
    for (const [host, side] of [
      ['p17', 'here'],
      ['xps', 'there'],
    ] as const)
      expect(
        packages.flatMap((one) => (one[side] === undefined ? [] : [`${one.name} ${one[side].version}`])).sort(),
      ).toEqual((await listed(host)).sort())
    const named = new Map(packages.map((one) => [one.name, one]))
    expect(named.get('practice-tool')?.difference).toBe('only-here')
    expect(named.get('practice-lib')).toMatchObject({
      here: { auto: true },
      neededBy: { first: ['practice-tool'], count: 1 },
    })
    expect(named.get('practice-game')?.difference).toBe('only-there')
    expect(named.get('practice-editor')?.difference).toBe('newer-here')
    expect(named.get('syncthing')?.apart).toBe('own')
    const beside = new Map(others.map((one) => [one.name, one]))
    expect(beside.get('practice-service.service')).toMatchObject({ kind: 'unit', difference: 'different' })
    expect(beside.get('ssh.service')).toMatchObject({ isOfLaptop: true, difference: 'same' })
    expect(beside.get('file:/srv/practice-repo ./')).toMatchObject({ kind: 'source', difference: 'same' })
    expect(exitCode).toBe(0)
    const archive = ['file:/srv/practice-repo ./']
    const ofTool = ['packages', 'compare', '--all', '--search', 'practice-tool', '--sources'] as const
    expect(JSON.stringify((await pcSwitcher('p17', ofTool)).messages)).toContain(
      JSON.stringify({ offeredBy: { here: archive, there: archive } }).slice(1, -1),
    )
    const { packages: asked } = await call('p17', calls.packagesOrigins, {
      packages: ['practice-tool', 'syncthing'].map((name) => ({ name, architecture: 'amd64' })),
    })
    expect(asked).toEqual([
      { name: 'practice-tool', architecture: 'amd64', here: archive, there: archive },
      { name: 'syncthing', architecture: 'amd64', here: [], there: [] },
    ])
  })

  it('has each change at the next look, however soon', async () => {
    const look = () => readCapture(pair.to)
    const markOf = (name: string, { packages }: Capture) => packages.find((one) => one.name === name)
    const service = 'practice-service.service'
    const status = '/var/lib/dpkg/status'
    /** Taken back in the same order. */
    const changes: readonly {
      readonly make: string
      readonly undo: string
      readonly seen: (capture: Capture) => unknown
      readonly as: unknown
    }[] = [
      {
        make: `cd /tmp; dpkg --unpack /srv/practice-repo/practice-notes_1.0_all.deb`,
        undo: 'dpkg --purge practice-notes',
        seen: ({ health }) => health,
        as: { kind: 'half-done', packages: ['practice-notes'], words: {} },
      },
      {
        make: `${apt} install practice-notes`,
        undo: 'dpkg --purge practice-notes',
        seen: (capture) => markOf('practice-notes', capture)?.version,
        as: '1.0',
      },
      {
        make: 'apt-mark auto practice-editor',
        undo: 'apt-mark manual practice-editor',
        seen: (capture) => markOf('practice-editor', capture)?.auto,
        as: true,
      },
      {
        make: 'apt-mark hold practice-editor',
        undo: 'apt-mark unhold practice-editor',
        seen: (capture) => markOf('practice-editor', capture)?.hold,
        as: true,
      },
      {
        // Of the same length, in the same file.
        make: `perl -pi -e 's/^Version: 1[.]0$/Version: 1.9/ if /^Package: practice-editor$/ .. /^$/' ${status}`,
        undo: `perl -pi -e 's/^Version: 1[.]9$/Version: 1.0/ if /^Package: practice-editor$/ .. /^$/' ${status}`,
        seen: (capture) => markOf('practice-editor', capture)?.version,
        as: '1.9',
      },
      {
        make: `systemctl -q enable ${service}`,
        undo: `systemctl -q disable ${service}`,
        seen: ({ units }) => units.enabled.includes(service),
        as: true,
      },
      {
        make: `systemctl -q mask ${service}`,
        undo: `systemctl -q unmask ${service}`,
        seen: ({ units }) => units.masked.includes(service),
        as: true,
      },
      {
        make: 'systemctl -q --global enable syncthing.service',
        undo: 'systemctl -q --global disable syncthing.service',
        seen: ({ units }) => units.users.enabled.includes('syncthing.service'),
        as: true,
      },
      {
        make: 'systemctl -q --global mask syncthing.service',
        undo: 'systemctl -q --global unmask syncthing.service',
        seen: ({ units }) => units.users.masked.includes('syncthing.service'),
        as: true,
      },
      {
        make: 'touch /usr/lib/systemd/system/brought.service',
        undo: 'rm /usr/lib/systemd/system/brought.service',
        seen: ({ units }) => units.files.includes('brought.service'),
        as: true,
      },
      {
        make: 'dpkg --add-architecture i386',
        undo: 'dpkg --remove-architecture i386',
        seen: ({ architectures }) => architectures,
        as: ['amd64', 'i386'],
      },
      {
        make: 'touch /var/lib/dpkg/updates/0001',
        undo: 'rm /var/lib/dpkg/updates/0001',
        seen: ({ health }) => health.kind,
        as: 'half-done',
      },
      {
        // fcntl(2): struct flock with F_WRLCK from the beginning to the end, as dpkg asks for it.
        make: `perl -e 'open my $f, ">>", "/var/lib/dpkg/lock-frontend"; my $l = pack "s s x4 q q i x4", 1, 0, 0, 0, 0; fcntl $f, 6, $l or die; close STDOUT; close STDERR; sleep 60' &
          echo $! > /run/holds-lock; for i in {1..100}; do grep -q " $(cat /run/holds-lock) " /proc/locks && exit; sleep 0.05; done; exit 1`,
        undo: 'kill "$(cat /run/holds-lock)"; while kill -0 "$(cat /run/holds-lock)"; do sleep 0.02; done 2> /dev/null; rm /run/holds-lock',
        seen: ({ health }) => health,
        as: { kind: 'busy', by: 'perl' },
      },
      {
        make: 'systemd-run --quiet --collect --unit=pc-switcher-packages -- sleep 60',
        undo: 'systemctl stop pc-switcher-packages',
        seen: ({ health }) => health,
        as: { kind: 'busy', by: 'pc-switcher' },
      },
    ]
    const before = await look()
    for (const { make, undo, seen, as } of changes) {
      expect(seen(before), make).not.toEqual(as)
      await shellOn('xps', make)
      expect(seen(await look()), make).toEqual(as)
      await shellOn('xps', undo)
      expect(seen(await look()), undo).toEqual(seen(before))
    }
    expect(await look()).toEqual(before)
    await shellOn('xps', 'systemd-run --quiet --wait --unit=fails false || true')
    expect(await pair.to.call(listFailed, {})).toEqual({ units: ['fails.service'] })
    await shellOn('xps', 'systemctl reset-failed fails.service')
    expect(await pair.to.call(listFailed, {})).toEqual({ units: [] })
  })

  it('records both laptops as manifests that do not change by themselves', async () => {
    const files = await packagesManifests.contribute(pair, {}, runOutside)
    expect(Object.keys(files)).toEqual(['packages/p17.json', 'packages/xps.json'])
    expect(JSON.parse(files['packages/p17.json'] ?? '')).toMatchObject({
      apt: {
        'practice-frozen:amd64': { version: '1.0', manual: true, hold: true },
        'practice-lib:amd64': { manual: false },
      },
      settings: {
        'package-source': { 'file:/srv/practice-repo ./': expect.stringMatching(/^deb [0-9A-F]{40}/) as string },
        'default-program': {},
      },
    })
    expect(await packagesManifests.contribute(pair, {}, runOutside)).toEqual(files)
  })

  it('installs, updates, marks and enables, and keeps what nobody agreed to remove', async () => {
    const plan = await probe()
    expect(await run(plan, { 'unit:practice-service.service': 'start' })).toMatchObject({
      items: 7,
      text: '5 packages, 1 service and 1 package mark changed on XPS 13',
    })
    expect(await shellOn('xps', 'apt-mark showauto practice-lib practice-tool; apt-mark showhold')).toBe(
      'practice-lib\npractice-frozen\n',
    )
    expect(await shellOn('xps', 'systemctl is-enabled practice-service; systemctl is-active practice-service')).toBe(
      'enabled\nactive\n',
    )
    expect(await stateOn('xps', 'practice-right')).toBe('ii 1.0')
    const proof = await verify(plan)
    expect(proof.items.slice(0, 4).map(({ title, verdict }) => [title, verdict])).toEqual([
      ['Packages', 'left'],
      ['Services', 'same'],
      ['Running services', 'healthy'],
      ['Package sources', 'same'],
    ])
    expect(proof.items[0]?.chosen).toEqual(['practice-game', 'practice-right'])
    expect(proof.items[0]?.left).toEqual([{ why: 'not installable on XPS 13', count: 1, names: ['practice-left'] }])
    expect(proof.items.slice(4).every(({ verdict }) => verdict === 'not-compared')).toBe(true)
    expect(await run(plan)).toMatchObject({ items: 0 })
  })

  it('stops before anything is changed when a removal nobody agreed to would be needed meanwhile', async () => {
    await shellOn('xps', `${apt} remove practice-right`)
    const plan = await probe()
    expect(plan.actions.map(({ name }) => name)).toEqual(['practice-left'])
    await shellOn('xps', `${apt} install practice-right`)
    await expect(run(plan)).rejects.toMatchObject({
      code: 'plan-changed',
      details: expect.stringContaining('remove practice-right amd64') as string,
    })
    expect([await stateOn('xps', 'practice-right'), await stateOn('xps', 'practice-left')]).toEqual(['ii 1.0', 'none'])
    expect(step.changes?.(plan, await probe(), {})).not.toEqual([])
  })

  it('removes what was agreed to, and installs what that makes room for', async () => {
    const plan = await probe()
    const answers = { 'apt-remove:practice-game:amd64': 'keep', 'apt-remove:practice-right:amd64': 'remove' }
    expect(await run(plan, answers)).toMatchObject({ items: 2 })
    expect(await stateOn('xps', 'practice-right')).toBe('none')
    expect(await stateOn('xps', 'practice-left')).toBe('ii 1.0')
    expect((await verify(plan, answers)).items[0]).toMatchObject({ verdict: 'as-chosen', chosen: ['practice-game'] })
    expect((await verify(plan, { ...answers, 'apt-remove:practice-game:amd64': 'remove' })).items[0]).toMatchObject({
      verdict: 'differs',
      differences: ['practice-game'],
    })
  })

  it('leaves a newer version where it is and says so', async () => {
    await shellOn('p17', `${apt} install --allow-downgrades practice-editor=1.0`)
    const plan = await probe()
    expect(plan.actions).toEqual([])
    expect(plan.newer).toMatchObject([{ name: 'practice-editor', version: '1.0', there: '2.0' }])
    expect(await run(plan)).toMatchObject({ items: 0 })
    expect((await verify(plan)).items[0]).toMatchObject({
      verdict: 'left',
      left: [{ why: 'newer on XPS 13', names: ['practice-editor'] }],
      differences: [],
    })
    await shellOn('p17', `${apt} install practice-editor=2.0`)
  })

  it('disables a service only when agreed to', async () => {
    await shellOn('p17', 'systemctl disable --now practice-service')
    const plan = await probe()
    expect(step.preview(plan, pair).questions.map(({ id }) => id)).toContain('unit:practice-service.service')
    await run(plan)
    expect(await shellOn('xps', 'systemctl is-enabled practice-service || true')).toBe('enabled\n')
    expect((await verify(plan)).items[1]).toMatchObject({ verdict: 'as-chosen', chosen: ['practice-service.service'] })
    await run(plan, { 'unit:practice-service.service': 'follow' })
    expect(await shellOn('xps', 'systemctl is-enabled practice-service || true')).toBe('disabled\n')
    expect((await verify(plan, { 'unit:practice-service.service': 'follow' })).items[1]).toMatchObject({
      verdict: 'same',
    })
  })

  it('enables a service without starting it, and starts it only when told to', async () => {
    const states = () =>
      shellOn('xps', 'systemctl is-enabled practice-service || true; systemctl is-active practice-service || true')
    await shellOn('p17', 'systemctl enable --now practice-service')
    const plan = await probe()
    const start = { 'unit:practice-service.service': 'start' }
    expect(await run(plan)).toMatchObject({ items: 1 })
    expect(await states()).toBe('enabled\ninactive\n')
    expect((await verify(plan)).items[1]).toMatchObject({ verdict: 'same' })
    // As after a run that was broken off between the two.
    await run(plan, start)
    expect(await states()).toBe('enabled\nactive\n')
    for (const host of ['p17', 'xps'] as const) await shellOn(host, 'systemctl disable --now practice-service')
  })

  it('asks which target the laptop starts into, and names what only links by hand start, of which it enables nothing', async () => {
    const brought = '/usr/lib/systemd/system/brought.service'
    for (const host of ['p17', 'xps'] as const)
      await shellOn(host, `printf '[Service]\\nExecStart=true\\n' > ${brought}`)
    await shellOn(
      'p17',
      `mkdir /opt/mine; printf '[Service]\\nExecStart=true\\n' > /opt/mine/mine.service
      systemctl -q set-default multi-user.target; systemctl -q add-wants multi-user.target brought.service
      systemctl -q link /opt/mine/mine.service`,
    )
    const plan = await probe()
    expect(plan.units).toEqual([{ unit: 'multi-user.target', change: 'set-default' }])
    await run(plan)
    expect(await shellOn('xps', 'systemctl get-default')).toBe('graphical.target\n')
    expect((await verify(plan)).items[1]).toMatchObject({ verdict: 'as-chosen', chosen: ['multi-user.target'] })
    const follow = { 'unit:multi-user.target': 'follow' }
    expect(await run(plan, follow)).toMatchObject({ items: 1 })
    expect(await shellOn('xps', 'systemctl get-default; systemctl is-enabled brought.service')).toBe(
      'multi-user.target\nstatic\n',
    )
    expect((await verify(plan, follow)).items[1]).toMatchObject({ verdict: 'same' })
    const byHand = createToldStep(packagesDeclaration, unitsTold)
    const told = await byHand.verify(pair, await byHand.probe(pair, runOutside), {}, runOutside)
    expect(told.items).toMatchObject([
      {
        verdict: 'not-compared',
        notCompared: { names: ['mine.service → /opt/mine/mine.service', 'multi-user.target.wants/brought.service'] },
      },
    ])
    for (const host of ['p17', 'xps'] as const)
      await shellOn(
        host,
        `cd /etc/systemd/system; rm -rf default.target mine.service multi-user.target.wants/brought.service ${brought} /opt/mine; systemctl daemon-reload`,
      )
    expect((await probe()).units).toEqual([])
  })

  it('brings what starts for every user, asks before it stops something, and knows it from the same name of the system', async () => {
    const [starts, stops, bars] = ['syncthing.service', 'keyboxd.socket', 'dirmngr.socket']
    await shellOn(
      'p17',
      `systemctl -q --global enable ${starts}; systemctl -q --global disable ${stops}; systemctl -q --global mask ${bars}`,
    )
    const states = (host: Host) => shellOn(host, `systemctl --global is-enabled ${starts} ${stops} ${bars} || true`)
    const before = await states('xps')
    expect(before).toBe('disabled\nenabled\nenabled\n')
    const plan = await probe()
    const preview = step.preview(plan, pair)
    expect(JSON.stringify(preview.blocks)).toContain(`${starts} (of every user)`)
    const asked = preview.questions.filter(({ subject }) => subject.kind === 'service')
    expect(asked.map(({ id, title, safeDefault }) => [id, title, safeDefault])).toEqual([
      [`unit:users:${bars}`, `${bars} (of every user)`, 'keep'],
      [`unit:users:${stops}`, `${stops} (of every user)`, 'keep'],
    ])
    await run(plan)
    expect(await states('xps')).toBe('enabled\nenabled\nenabled\n')
    expect(await shellOn('xps', `systemctl is-enabled ${starts} || true`)).not.toBe('enabled\n')
    expect((await verify(plan)).items[1]).toMatchObject({
      verdict: 'as-chosen',
      chosen: [`${bars} (of every user)`, `${stops} (of every user)`],
    })
    const answers = { [`unit:users:${bars}`]: 'follow', [`unit:users:${stops}`]: 'follow' }
    await run(plan, answers)
    expect(await states('xps')).toBe(await states('p17'))
    expect((await verify(plan, answers)).items[1]).toMatchObject({ verdict: 'same', differences: [] })
    for (const host of ['p17', 'xps'] as const)
      await shellOn(
        host,
        `systemctl -q --global disable ${starts}; systemctl -q --global unmask ${bars}; systemctl -q --global enable ${stops} ${bars}`,
      )
    expect((await probe()).units).toEqual([])
  })

  it('goes on without the agent, keeps apt timers still meanwhile, and is attached to by the next one', async () => {
    await shellOn(
      'xps',
      `${apt} remove practice-notes; systemctl unmask apt-daily.timer; systemctl start apt-daily.timer
      echo 'DPkg::Pre-Invoke { "touch /run/in-dpkg; for i in $(seq 600); do test -e /run/go-on && break; sleep 0.1; done"; };' \\
        > /etc/apt/apt.conf.d/99slow`,
    )
    const plan = await probe()
    const first = run(plan).catch((error: unknown) => error)
    await shellOn(
      'xps',
      `for i in {1..300}; do test -e /run/in-dpkg && break; sleep 0.1; done; systemctl is-active apt-daily.timer && exit 1
      pkill -KILL -f '^/usr/lib/pc-switcher/node .*agent[.]cjs'`,
    )
    expect(await first).toMatchObject({ code: 'agent-died' })
    pair.close()
    pair = await startAgents()
    expect((await probe()).health.to).toEqual({ kind: 'busy', by: 'pc-switcher' })
    expect(step.preview(await probe(), pair).blockers).toHaveLength(1)
    const second = run(plan)
    await shellOn('xps', 'touch /run/go-on')
    await second
    expect(await stateOn('xps', 'practice-notes')).toBe('ii 1.0')
    expect(await shellOn('xps', 'systemctl is-active apt-daily.timer')).toBe('active\n')
    expect((await verify(plan)).items[0]?.differences).toEqual([])
    await shellOn('xps', 'rm /etc/apt/apt.conf.d/99slow /run/go-on; systemctl mask --now apt-daily.timer')
  })

  it('repairs and finishes after the plug was pulled in the middle of an installation', async () => {
    const unit = 'practice-service'
    await shellOn('p17', `systemctl enable --now ${unit}`)
    await shellOn(
      'xps',
      `${apt} install --allow-downgrades ${unit}=1.0; systemctl enable --now ${unit}; mkdir -p /run/systemd/system/${unit}.service.d
      printf '[Service]\\nExecStartPre=/bin/sleep 60\\n' > /run/systemd/system/${unit}.service.d/slow.conf; systemctl stop ${unit}`,
    )
    const plan = await probe()
    expect(plan.actions).toMatchObject([{ act: 'update', name: unit, version: '1.1' }])
    const first = run(plan).catch((error: unknown) => error)
    await shellOn(
      'xps',
      `for i in {1..300}; do dpkg-query -W -f '\${Status}' ${unit} | grep half && break; sleep 0.1; done; sync`,
    )
    await crash('xps', testPair)
    expect(await first).toMatchObject({ code: 'agent-died' })
    pair.close()
    pair = await startAgents()
    expect((await probe()).health.to).toEqual({ kind: 'half-done', packages: [unit], words: {} })
    await run(plan)
    expect(await stateOn('xps', unit)).toBe('ii 1.1')
    expect((await verify(plan)).items.map(({ differences }) => differences)).toEqual([[], [], [], []])
  })

  it('says which package cannot be set up and why, does all else, and tries it again each time', async () => {
    await shellOn(
      'p17',
      `${apt} install practice-broken || true; rm /var/lib/dpkg/info/practice-broken.postinst; dpkg --configure practice-broken`,
    )
    await shellOn('xps', `${apt} remove practice-notes`)
    const plan = await probe()
    await run(plan)
    expect(await stateOn('xps', 'practice-notes')).toBe('ii 1.0')
    const expectTold = async (of: PackagesPlan) => {
      const { items, notes } = await verify(of)
      expect(items[0]).toMatchObject({
        differences: [],
        left: [{ why: 'not set up on XPS 13', names: ['practice-broken'] }],
      })
      expect(notes.join(' ')).toContain('this is how a failing package looks')
    }
    await expectTold(plan)
    await shellOn('xps', `dpkg --remove practice-notes`)
    const next = await probe()
    expect(next.health.to).toMatchObject({ kind: 'half-done', packages: ['practice-broken'] })
    expect(next.actions).toMatchObject([{ act: 'install', name: 'practice-notes' }])
    expect(JSON.stringify(step.preview(next, pair).blocks)).toContain('1 package could not be set up on XPS 13')
    await run(next)
    expect(await stateOn('xps', 'practice-notes')).toBe('ii 1.0')
    await expectTold(next)
    // Or it goes again, and does not come back.
    const id = 'apt-remove:practice-broken:amd64'
    const asking = await probe()
    const asked = step.preview(asking, pair).questions.find((one) => one.id === id)
    expect(asked?.reason).toContain('could not be set up on XPS 13: ')
    expect(asked?.choices.map(({ word, rule }) => [word, rule?.kind])).toEqual([
      ['Try again', undefined],
      ['Remove', 'package'],
      ['Leave', 'package'],
    ])
    // It is left so, is not asked about any more, and keeps nothing else from being done.
    await shellOn(
      'xps',
      'printf "#!/bin/sh\necho tried >> /run/tried; exit 1\n" > /var/lib/dpkg/info/practice-broken.postinst',
    )
    const leave = { [id]: 'keep-always' }
    const expectLeft = ({ items, notes }: Awaited<ReturnType<typeof verify>>) => {
      const left = [{ why: 'not set up on XPS 13, and left so as you chose', names: ['practice-broken'] }]
      expect(items[0]).toMatchObject({ differences: [], left })
      expect(notes.filter((note) => note.includes('tries it again'))).toEqual([])
    }
    await run(asking, leave)
    expectLeft(await verify(asking, leave))
    const rules = [{ kind: 'apt', name: 'practice-broken', decision: 'apart' }] as const
    const ruled = createPackagesStep(() => Promise.resolve({ rules, hasAptRule: () => false }))
    await shellOn('xps', 'rm -f /run/tried; dpkg --unpack /srv/practice-repo/practice-notes_1.0_all.deb')
    const quiet = await ruled.probe(pair, runOutside)
    expect(quiet).toMatchObject({
      health: { to: { packages: ['practice-notes'] } },
      leftNotSetUp: [{ name: 'practice-broken' }],
    })
    expect(ruled.preview(quiet, pair).questions.map((one) => one.id)).not.toContain(id)
    await ruled.run(pair, quiet, {}, runOutside)
    expectLeft(await ruled.verify(pair, quiet, {}, runOutside))
    expect(await stateOn('xps', 'practice-notes')).toBe('ii 1.0')
    expect(await shellOn('xps', 'cat /run/tried 2>/dev/null || true')).toBe('')
    await run(asking, { [id]: 'remove' })
    expect(await stateOn('xps', 'practice-broken')).toBe('none')
    const gone = await verify(asking, { [id]: 'remove' })
    expect([gone.items[0]?.differences, gone.items[0]?.left, gone.notes]).toEqual([[], undefined, []])
    expect(gone.items[0]?.chosen).toContain('practice-broken')
    await shellOn('xps', `${apt} install practice-broken || true`)
    // Whatever kept its script from its end is mended.
    await shellOn('xps', 'rm /var/lib/dpkg/info/practice-broken.postinst')
    await run(next)
    expect(await stateOn('xps', 'practice-broken')).toBe('ii 1.0')
    const mended = await verify(next)
    expect([mended.items[0]?.differences, mended.items[0]?.left, mended.notes]).toEqual([[], undefined, []])
    for (const host of ['p17', 'xps'] as const) await shellOn(host, 'dpkg --purge practice-broken')
  })

  it('does not blame a script when apt was killed, and goes on', async () => {
    await shellOn(
      'xps',
      `${apt} remove practice-notes
      echo 'DPkg::Pre-Invoke { "touch /run/in-dpkg; sleep 60"; };' > /etc/apt/apt.conf.d/99slow`,
    )
    const plan = await probe()
    const first = run(plan).catch((error: unknown) => error)
    await shellOn(
      'xps',
      `for i in {1..300}; do test -e /run/in-dpkg && break; sleep 0.1; done; systemctl kill --signal=KILL pc-switcher-packages`,
    )
    expect(await first).toMatchObject({ code: 'packages-failed', message: 'Installing packages was interrupted.' })
    await shellOn('xps', 'rm /etc/apt/apt.conf.d/99slow /run/in-dpkg')
    await run(plan)
    expect(await stateOn('xps', 'practice-notes')).toBe('ii 1.0')
  })

  it('finishes an interrupted installation first', async () => {
    await shellOn(
      'xps',
      `${apt} remove practice-notes; cd /tmp; dpkg --unpack /srv/practice-repo/practice-notes_1.0_all.deb`,
    )
    const plan = await probe()
    expect(plan.health.to).toMatchObject({ kind: 'half-done', packages: ['practice-notes'] })
    await run(plan)
    expect(await stateOn('xps', 'practice-notes')).toBe('ii 1.0')
    expect((await verify(plan)).items[0]?.differences).toEqual([])
  })

  it.each(['reinstreq unpacked', 'reinstreq half-installed', 'reinstreq half-configured'])(
    'installs again what dpkg left as "%s", whether the plan knew of it or not',
    async (state) => {
      const tear = (name: string) =>
        shellOn('xps', `perl -0pi -e 's/(Package: ${name}\\nStatus: \\S+ )\\S+ \\S+/$1${state}/' /var/lib/dpkg/status`)
      await shellOn('xps', `${apt} remove practice-notes`)
      const unaware = await probe()
      await shellOn('xps', `${apt} install practice-notes`)
      await tear('practice-notes')
      await run(unaware)
      expect(await stateOn('xps', 'practice-notes')).toBe('ii 1.0')

      await tear('practice-lib')
      const plan = await probe()
      expect(plan.actions).toMatchObject([{ act: 'update', name: 'practice-lib', before: '1.0', version: '1.0' }])
      expect((await verify(plan)).items[0]?.differences).toEqual(['practice-lib'])
      await run(plan)
      expect(await stateOn('xps', 'practice-lib')).toBe('ii 1.0')
      expect(await shellOn('xps', 'apt-mark showauto practice-lib')).toBe('practice-lib\n')
      expect((await verify(plan)).items[0]?.differences).toEqual([])
    },
  )

  it('finds a version that came after the lists of the other laptop were read, and changes them only when it installs', async () => {
    const publish = (version: string) => `
      rm -rf /tmp/late; mkdir -p /tmp/late/DEBIAN /srv/late; cd /srv/late
      printf 'Package: practice-late\\nVersion: ${version}\\nArchitecture: all\\nMaintainer: P <p@example.invalid>\\nDescription: late\\n' > /tmp/late/DEBIAN/control
      deb=practice-late_${version}.deb; dpkg-deb --root-owner-group -b /tmp/late $deb
      { dpkg-deb -f $deb; printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' $deb $(stat -c %s $deb) $(sha256sum $deb | cut -c 1-64); } >> Packages
      echo 'deb [trusted=yes] copy:/srv/late ./' > /etc/apt/sources.list.d/late.list`
    const install = `apt-get -q update; ${apt} install practice-late`
    await Promise.all((['p17', 'xps'] as const).map((host) => shellOn(host, publish('1.0') + '\n' + install)))
    await Promise.all((['p17', 'xps'] as const).map((host) => shellOn(host, publish('1.1'))))
    await Promise.all([shellOn('p17', install), shellOn('xps', 'touch -d "3 days ago" /var/lib/apt/lists')])
    const plan = await probe()
    expect(plan.actions).toMatchObject([{ act: 'update', name: 'practice-late', version: '1.1' }])
    expect(await shellOn('xps', 'apt-cache madison practice-late | wc -l')).toBe('1\n')
    await run(plan)
    expect(await stateOn('xps', 'practice-late')).toBe('ii 1.1')
    expect((await verify(plan)).items[0]?.differences).toEqual([])
  })

  /** Without what it depends on. */
  const installLacking = (dependency: string) =>
    `mkdir -p /tmp/lacks/DEBIAN
    printf 'Package: lacks-notes\\nVersion: 1\\nArchitecture: all\\nMaintainer: M <m@example.invalid>\\nDepends: ${dependency}\\nDescription: x\\n' > /tmp/lacks/DEBIAN/control
    dpkg-deb --root-owner-group -b /tmp/lacks /tmp/lacks.deb; dpkg --force-depends -i /tmp/lacks.deb`

  it('repairs broken dependencies when agreed to, in the transaction that does the rest, and leaves them otherwise', async () => {
    await shellOn('xps', `${apt} remove practice-notes; ${installLacking('practice-notes')}`)
    const plan = await probe()
    expect(plan.repairs).toMatchObject([{ act: 'install', name: 'practice-notes' }])
    expect(step.preview(plan, pair).questions[0]).toMatchObject({ id: 'apt-repair', safeDefault: 'leave' })
    await run(plan)
    expect(await stateOn('xps', 'practice-notes')).toBe('none')
    expect((await verify(plan)).items[0]?.differences).toEqual([])
    await run(plan, { 'apt-repair': 'repair' })
    expect(await stateOn('xps', 'practice-notes')).toBe('ii 1.0')
    expect(await shellOn('xps', 'apt-get -q check')).not.toContain('unmet')
    expect((await verify(plan, { 'apt-repair': 'repair' })).items[0]?.differences).toEqual([])
    expect((await probe()).repairs).toBeUndefined()
    await shellOn('xps', 'dpkg --purge lacks-notes')
  })

  it('proves and resumes a repair that removes what both laptops have, beside what cannot be installed', async () => {
    await shellOn('xps', `${apt} remove practice-notes; ${apt} install practice-right`)
    await Promise.all((['p17', 'xps'] as const).map((host) => shellOn(host, installLacking('nowhere-lib'))))
    const [plan, answers] = [await probe(), { 'apt-repair': 'repair' }]
    expect(plan.repairs).toMatchObject([{ act: 'remove', name: 'lacks-notes' }])
    expect(plan.rejected.map(({ name }) => name)).toContain('practice-left')
    // Run again as by Resume.
    for (let times = 0; times < 2; times++) await run(plan, answers)
    expect([await stateOn('xps', 'lacks-notes'), await stateOn('xps', 'practice-notes')]).toEqual(['none', 'ii 1.0'])
    const [item] = (await verify(plan, answers)).items
    expect([item?.chosen, item?.differences]).toEqual([expect.arrayContaining(['lacks-notes']), []])
    await shellOn('p17', 'dpkg --purge lacks-notes')
  })

  it('refuses to remove what pc-switcher needs, whoever asks', async () => {
    const order = { install: [], remove: [{ name: 'rsync', arch: 'amd64' }], agreed: [], marks: [], masksBefore: [] }
    await expect(pair.to.call(applyPackages, order)).rejects.toMatchObject({ code: 'packages-refused' })
    const pattern = { ...order, remove: [{ name: 'practice-.*', arch: 'amd64' }] }
    await expect(pair.to.call(applyPackages, pattern)).rejects.toThrow()
    expect(await stateOn('xps', 'rsync')).toMatch(/^ii /)
  })
})
