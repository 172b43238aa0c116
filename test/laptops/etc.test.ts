import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { execOn } from '../../practice/pair.ts'
import { createSyncSession, type SyncSession } from '../../src-main/commons/syncthing/on-pair/sync-session.ts'
import { openLeftState } from '../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState, type SystemState } from '../../src-main/commons/system-state/on-pair/open-system-state.ts'
import type { Answers, Preview, Question } from '../../src-main/contract/preview.ts'
import type { Verification } from '../../src-main/contract/switch-state.ts'
import { createEtcStep } from '../../src-main/domains/etc-tracking/on-pair/etc-step.ts'
import { lookAtEtc } from '../../src-main/domains/etc-tracking/on-pair/look-at-etc.ts'
import type { EtcPlan } from '../../src-main/domains/etc-tracking/on-pair/plan.ts'
import { previewEtc } from '../../src-main/domains/etc-tracking/on-pair/preview-etc.ts'
import { etcRulesContributor } from '../../src-main/domains/etc-tracking/on-pair/rules-file.ts'
import {
  freezeEtc,
  inspectEtc,
  offerEtc,
  placeEtc,
  stageEtc,
  tryDoorFiles,
} from '../../src-main/domains/etc-tracking/verbs.ts'
import { isLong } from '../how-long.ts'
import { damageOnDisk } from '../laptops-damage.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { startSwapping, stopSwapping } from '../laptops-swapper.ts'
import { runOutside } from '../run-outside.ts'

type Host = Parameters<typeof execOn>[0]

const context = { ...runOutside, switchId: '20261120T090000-abcdef' }
const never = [
  'machine-id',
  'hostname',
  'hosts',
  'fstab',
  'passwd',
  'shadow',
  'group',
  'subuid',
  'ssh/ssh_host_ed25519_key',
  'pc-switcher/machine.json',
]
const readNever = (host: Host) => shellOn(host, `cd /etc; sha256sum ${never.join(' ')}`)

let pair: AgentPair
let session: SyncSession
let folder: string
let state: SystemState

async function plan(): Promise<{ plan: EtcPlan; questions: readonly Question[] }> {
  const step = createEtcStep(() => openLeftState(state), session, startAgents)
  const made = await step.probe(pair, context)
  return { plan: made, questions: step.preview(made, pair).questions }
}

async function preview(): Promise<Preview> {
  return previewEtc((await plan()).plan, pair)
}

/** As the switch does it: the answers become rules, then the files are copied, then compared. */
async function copy(answers: Answers, carrying = session): Promise<Verification> {
  const step = createEtcStep(() => openLeftState(state), carrying, startAgents)
  const made = await step.probe(pair, context)
  const { questions } = step.preview(made, pair)
  const files = await etcRulesContributor(() => openLeftState(state)).contribute(pair, answers, {
    ...context,
    questions,
  })
  await state.writeFiles(files)
  await step.run(pair, made, answers, context)
  return step.verify(pair, made, answers, context)
}

async function turn(from: Host): Promise<void> {
  await session.leave(pair)
  pair.close()
  pair = await startAgents(from)
}

/** Rules for whole folders are the person's own: answers make them for files alone. */
const track = async (...paths: readonly string[]): Promise<void> => {
  const rules = (await state.readFile('etc.stignore')) ?? ''
  await state.writeFiles({ 'etc.stignore': `${rules}${paths.map((path) => `!${path}\n`).join('')}` })
}
const subjects = (questions: readonly Question[]) => questions.map(({ title }) => title)

describe('/etc on two laptops', () => {
  let before: readonly string[]
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pc-switcher-etc-'))
    state = openSystemState(folder, 'p17')
    session = createSyncSession()
    await shellOn(
      'p17',
      `
      echo vm.swappiness=10 > /etc/sysctl.d/60-mine.conf
      install -d -m 0750 -o root -g adm /etc/closed; echo open > /etc/closed/inside
      printf 'password = hunter2\\n' > /etc/my-secret.conf; chmod 0640 /etc/my-secret.conf; chgrp adm /etc/my-secret.conf
      echo 'server p17' > /etc/names-me.conf
      mkdir -p /etc/mine/sub; echo 1 > /etc/mine/one; echo 2 > "/etc/mine/sub/two räume *"; ln -s one /etc/mine/link
      groupadd --system only-here; echo g > /etc/foreign; chgrp only-here /etc/foreign`,
    )
    await shellOn(
      'xps',
      `
      printf 'vm.swappiness=60\\n# mine\\n' > /etc/sysctl.d/60-mine.conf
      echo xps > /etc/only-xps.conf
      groupadd --system another-first || true`,
    )
    before = await Promise.all([readNever('p17'), readNever('xps')])
    pair = await startAgents('p17')
  })
  afterAll(async () => {
    await session.leave(pair)
    pair.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('reads /etc in one question, and tells whose decision a file is', async () => {
    const { entries } = await pair.from.call(inspectEtc, { anew: false })
    const origin = (name: string) => entries.find((entry) => entry.path === name)
    expect(origin('/sysctl.d/60-mine.conf')).toMatchObject({ origin: 'unowned', secret: false, package: 'procps' })
    expect(origin('/names-me.conf')).not.toHaveProperty('package')
    expect(origin('/my-secret.conf')).toMatchObject({ secret: true, mode: '0640', group: 'adm' })
    expect(origin('/names-me.conf')).toMatchObject({ bound: { id: 'etc.namesHost', data: { host: 'p17' } } })
    expect(origin('/bash.bashrc')).toMatchObject({ origin: 'shipped' })
    expect(origin('/shadow')).toBeUndefined()
    expect(origin('/ssh/ssh_host_ed25519_key')).toBeUndefined()
  })

  it('asks only about files that are somebody’s decision and differ', async () => {
    const { questions } = await plan()
    const asked = subjects(questions)
    expect(asked).toEqual(
      expect.arrayContaining([
        '/etc/sysctl.d/60-mine.conf',
        '/etc/my-secret.conf',
        '/etc/only-xps.conf',
        '/etc/mine/sub/two räume *',
      ]),
    )
    expect(asked.length).toBeLessThan(45)
    expect(
      asked.filter((subject) => /shadow|ssh_host|machine-id|\.git|pc-switcher|alternatives/.test(subject)),
    ).toEqual([])
    const of = (subject: string) => questions.find((question) => question.title === subject)
    expect(of('/etc/sysctl.d/60-mine.conf')).toMatchObject({
      reason: '2 lines differ',
      safeDefault: 'later',
      suggestion: { choice: 'always' },
    })
    expect(of('/etc/my-secret.conf')).toMatchObject({ reason: `New from ${pair.from.label}`, secret: true })
    expect(of('/etc/my-secret.conf')?.suggestion).toBeUndefined()
    expect(of('/etc/names-me.conf')?.suggestion).toMatchObject({ choice: 'never' })
    expect(of('/etc/only-xps.conf')).toMatchObject({ reason: `Only ${pair.to.label} has it` })
  })

  it('keeps contents and hashes out of the plan', async () => {
    const text = JSON.stringify((await plan()).plan)
    expect(text).not.toMatch(/hunter2|swappiness|[0-9a-f]{32}/)
  })

  it('shows both versions of a file, and never what belongs to accounts', async () => {
    const lookAt = (path: string) => lookAtEtc(pair, path)
    expect(await lookAt('/sysctl.d/60-mine.conf')).toMatchObject({
      from: { kind: 'text', text: 'vm.swappiness=10\n', mode: '0644', owner: 'root:root' },
      to: { kind: 'text' },
    })
    expect(await lookAt('/only-xps.conf')).toMatchObject({ from: { kind: 'absent' } })
    await expect(lookAt('/shadow')).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('never reads, makes or places what is never copied, whoever asks', async () => {
    const { switchId } = context
    const refused = { code: 'invalid-input', message: expect.stringMatching(/shadow is never copied/) as unknown }
    const [from, to] = [await pair.from.call(freezeEtc, { switchId }), await pair.to.call(freezeEtc, { switchId })]
    const offer = pair.from.call(offerEtc, { frozenId: from.frozenId, paths: ['/shadow'], anew: [] })
    await expect(offer).rejects.toMatchObject(refused)
    const entry = {
      ...({ kind: 'file', path: '/shadow', owner: 'root', group: 'root', mode: '0640', bytes: 0 } as const),
      ...{ sha256: '0'.repeat(64), modified: '0.000000000', attributes: [] },
    }
    await expect(pair.to.call(stageEtc, { switchId, frozenId: to.frozenId, manifest: [entry] })).rejects.toMatchObject(
      refused,
    )
    for (const action of ['place', 'remove'] as const) {
      const lines = [{ path: '/shadow', action }]
      await expect(pair.to.call(placeEtc, { switchId, frozenId: to.frozenId, lines })).rejects.toMatchObject(refused)
    }
  })

  it('copies nothing while nothing is decided', async () => {
    const { items } = await copy({})
    expect(items).toMatchObject([{ verdict: 'not-compared', notCompared: { why: 'undecided' } }])
    expect(items[0]?.text).toMatch(/files without a rule differ and were left as they are/)
    expect(items[0]?.notCompared?.names).toContain('/etc/sysctl.d/60-mine.conf')
    expect(await shellOn('xps', 'cat /etc/sysctl.d/60-mine.conf; test ! -e /etc/my-secret.conf')).toBe(
      'vm.swappiness=60\n# mine\n',
    )
  })

  it('copies what was decided, with owners by name and modes, and leaves the rest', async () => {
    const { items } = await copy({
      'etc:/sysctl.d/60-mine.conf': 'always',
      'etc:/my-secret.conf': 'always',
      'etc:/closed/inside': 'always',
      'etc:/mine/one': 'always',
      'etc:/mine/sub/two räume *': 'always',
      'etc:/mine/link': 'always',
      'etc:/only-xps.conf': 'always',
      'etc:/names-me.conf': 'never',
    })
    expect(items[0]).toMatchObject({
      verdict: 'as-chosen',
      differences: [],
      chosen: ['/etc/only-xps.conf', '/etc/names-me.conf'],
    })
    const seen = await shellOn(
      'xps',
      `cd /etc; cat sysctl.d/60-mine.conf only-xps.conf mine/sub/two*; readlink mine/link; test ! -e names-me.conf; stat -c '%n %a %U %G' my-secret.conf closed`,
    )
    expect(seen).toBe('vm.swappiness=10\nxps\n2\none\nmy-secret.conf 640 root adm\nclosed 750 root adm\n')
    expect(await state.readFile('etc.stignore')).toContain('!/mine/sub/two räume \\*\n')
  })

  it('did not touch what must not cross, and recorded the rest with etckeeper', async () => {
    expect(await Promise.all([readNever('p17'), readNever('xps')])).toEqual(before)
    for (const host of ['p17', 'xps'] as const)
      expect(await shellOn(host, 'git -C /etc log -1 --format=%s; etckeeper unclean && echo unclean || true')).toBe(
        'pc-switcher: p17 to xps, switch 20261120T090000-abcdef\n',
      )
  })

  it('finds nothing to do the second time', async () => {
    const { plan: again, questions } = await plan()
    expect(again.changes).toEqual([])
    expect(subjects(questions)).not.toContain('/etc/sysctl.d/60-mine.conf')
    expect(again.staying).toEqual(['/only-xps.conf'])
  })

  it('carries changes, deletions and what only the other had back when the direction turns', async () => {
    await shellOn(
      'xps',
      'echo vm.swappiness=1 > /etc/sysctl.d/60-mine.conf; rm /etc/mine/one; chmod 0600 /etc/my-secret.conf',
    )
    await turn('xps')
    const { plan: back } = await plan()
    expect(back.changes.map(({ path: name, effect }) => `${effect} ${name}`)).toEqual([
      'remove /mine/one',
      'update /my-secret.conf',
      'add /only-xps.conf',
      'update /sysctl.d/60-mine.conf',
    ])
    const { items } = await copy({})
    expect(items[0]?.differences).toEqual([])
    expect(
      await shellOn(
        'p17',
        'cat /etc/sysctl.d/60-mine.conf /etc/only-xps.conf; test ! -e /etc/mine/one; stat -c %a /etc/my-secret.conf',
      ),
    ).toBe('vm.swappiness=1\nxps\n600\n')
  })

  it('asks about a tracked file that the other laptop changed by itself, and keeps it by default', async () => {
    await shellOn('p17', 'echo vm.swappiness=77 > /etc/sysctl.d/60-mine.conf; echo both-p17 > /etc/only-xps.conf')
    await shellOn('xps', 'echo both-xps > /etc/only-xps.conf')
    const { questions } = await plan()
    const drift = questions.filter(({ form }) => form === 'choice')
    expect(drift.map(({ id, safeDefault, reason }) => [id, safeDefault, reason])).toEqual([
      ['etc-changed:/only-xps.conf', undefined, 'Changed on both laptops since the last switch'],
      ['etc-changed:/sysctl.d/60-mine.conf', 'keep', `Changed on ${pair.to.label} since the last switch`],
    ])
    const { items } = await copy({ 'etc-changed:/only-xps.conf': 'take', 'etc-changed:/sysctl.d/60-mine.conf': 'keep' })
    expect(items[0]).toMatchObject({
      verdict: 'as-chosen',
      chosen: expect.arrayContaining(['/etc/sysctl.d/60-mine.conf']) as unknown,
    })
    expect(await shellOn('p17', 'cat /etc/sysctl.d/60-mine.conf /etc/only-xps.conf')).toBe(
      'vm.swappiness=77\nboth-xps\n',
    )
    await turn('p17')
    expect((await plan()).plan.changes.map(({ path: name }) => name)).toEqual(['/sysctl.d/60-mine.conf'])
    await copy({})
    expect(await shellOn('xps', 'cat /etc/sysctl.d/60-mine.conf')).toBe('vm.swappiness=77\n')
  })

  it('brings /etc/hosts both ways, and each laptop keeps what it says of the two', async () => {
    const own = (host: Host) => shellOn(host, `grep -wE 'p17|xps' /etc/hosts; hostname --fqdn`)
    await shellOn(
      'p17',
      `sed -i 's/^127.0.0.1.*/127.0.0.1 localhost p17 shop.test/' /etc/hosts
      printf '# work\\n127.0.0.1 shop.localhost\\n::1 shop.localhost\\n10.0.0.5 db\\n10.0.0.6 p17.lan xps.lan\\n' >> /etc/hosts`,
    )
    await shellOn('xps', `sed -i 's/^127.0.1.1.*/127.0.1.1 xps.lan xps/' /etc/hosts; echo '10.0.0.9 xps' >> /etc/hosts`)
    const [ownLeft, ownTaken] = [await own('p17'), await own('xps')]
    expect(ownTaken).toContain('127.0.1.1 xps.lan xps\n')
    const { questions } = await plan()
    expect(questions.find(({ id }) => id === 'etc:/hosts')?.reason).toBe(
      '5 lines differ, besides the names of the laptops, which stay',
    )
    const { from: seen } = await lookAtEtc(pair, '/hosts')
    expect(seen.kind === 'text' && seen.text).not.toMatch(/p17|xps/)
    expect((await copy({ 'etc:/hosts': 'always' })).items[0]?.differences).toEqual([])
    expect([await own('p17'), await own('xps')]).toEqual([ownLeft, ownTaken])
    const brought = await shellOn(
      'xps',
      'cat /etc/hosts; getent hosts db; git -C /etc show HEAD:hosts | cmp - /etc/hosts',
    )
    expect(brought).toMatch(
      /^127.0.0.1 localhost shop.test\n[^]*# work\n127.0.0.1 shop.localhost\n::1 shop.localhost\n10/,
    )
    expect(brought).toMatch(/\n10.0.0.5 +db\n$/)
    expect((await plan()).plan.changes).toEqual([])

    await shellOn('xps', `sed -i 's/^10.0.0.5 db/10.0.0.7 db/; s/^10.0.0.9 xps/10.0.0.8 xps/' /etc/hosts`)
    await turn('xps')
    expect((await plan()).plan.changes.map(({ path: name, detail }) => `${name}: ${detail}`)).toEqual([
      '/hosts: 1 line differs, besides the names of the laptops, which stay',
    ])
    expect((await copy({})).items[0]?.differences).toEqual([])
    expect(await own('p17')).toBe(ownLeft)
    expect(await shellOn('p17', 'grep db /etc/hosts')).toBe('10.0.0.7 db\n')
    await turn('p17')
  })

  it('does what copied settings need where that is harmless, and says the rest with the command', async () => {
    await shellOn(
      'p17',
      `echo 'root: alice' > /etc/aliases; echo GRUB_TIMEOUT=1 > /etc/default/grub
      echo vm.swappiness=78 > /etc/sysctl.d/60-mine.conf; echo net.ipv4.ip_forward=1 > /etc/sysctl.d/70-net.conf`,
    )
    await shellOn(
      'xps',
      `cd /usr/local/sbin; printf '#!/bin/sh\ncp /etc/aliases /run/aliases.db\n' > newaliases
      printf '#!/bin/sh\ntouch /run/grub-updated\n' > update-grub; chmod +x newaliases update-grub`,
    )
    await track('/aliases', '/default/grub', '/sysctl.d/60-mine.conf', '/sysctl.d/70-net.conf')
    const step = createEtcStep(() => openLeftState(state), session, startAgents)
    const made = await step.probe(pair, context)
    const own = { ...context, switchId: '20261120T090100-abcdef' }
    const { text } = await step.run(pair, made, {}, own)
    // Nothing in a container may set what the host's kernel does.
    expect(text).toBe(
      '4 files copied to XPS 13. /etc/sysctl.d/60-mine.conf has not taken effect on XPS 13 (sysctl ended with 1: sysctl: permission denied on key "vm.swappiness"). To try again, run there: sudo sysctl --load /etc/sysctl.d/60-mine.conf',
    )
    const { items, notes } = await step.verify(pair, made, {}, own)
    expect(items[0]?.differences).toEqual([])
    expect(notes).toEqual([
      '/etc/sysctl.d/70-net.conf takes effect on XPS 13 once you run there: sudo sysctl --load /etc/sysctl.d/70-net.conf',
      '/etc/default/grub takes effect on XPS 13 once you run there: sudo update-grub',
      'Programs on XPS 13 use copied settings after they restart.',
    ])
    expect(await shellOn('xps', 'cat /run/aliases.db; ls /run/grub-updated 2>&1 || true')).toMatch(
      /^root: alice\n.*No such file/,
    )
    // What was changed there since is not of this switch any more.
    await shellOn('xps', 'echo GRUB_TIMEOUT=2 > /etc/default/grub')
    expect((await step.verify(pair, made, {}, own)).notes).not.toContainEqual(expect.stringContaining('update-grub'))
    await shellOn('xps', 'echo GRUB_TIMEOUT=1 > /etc/default/grub')
  })

  it('does not give a file to a stranger when its group is unknown on the other laptop', async () => {
    const { items } = await copy({ 'etc:/foreign': 'always' })
    expect(items[0]).toMatchObject({ verdict: 'left', differences: [] })
    const unowned = { why: "of an account that XPS 13 doesn't have", count: 1, names: ['/etc/foreign'] }
    expect(items[0]?.left).toContainEqual(unowned)
    expect((await plan()).plan.unowned).toEqual(['/foreign'])
    expect(await shellOn('xps', 'test ! -e /etc/foreign; echo absent')).toBe('absent\n')
    await shellOn('xps', 'groupadd --system only-here')
    expect((await copy({})).items[0]).toMatchObject({ differences: [] })
    expect((await plan()).plan.unowned).toEqual([])
    expect(await shellOn('xps', 'stat -c %G /etc/foreign')).toBe('only-here\n')
  })

  it('brings ACLs by name, capabilities, attributes, and files whose names are any bytes', async () => {
    await shellOn(
      'p17',
      `useradd --uid 4001 carl; cd /etc/mine; cp /bin/true tool; setcap cap_net_raw+ep tool; setfattr -n user.note -v mine tool
      echo acl > acl; setfacl -m u:carl:rw acl; setfacl -d -m u:carl:r sub; echo nb > $'a\u00a0b'; echo raw > $'raw \xff'; echo tmp > .syncthing.x.tmp`,
    )
    await shellOn('xps', 'useradd --uid 4002 carl')
    await track('/mine')
    const { items } = await copy({})
    expect(items[0]?.differences).toEqual([])
    const look = `cd /etc/mine; getcap tool; getfattr -d tool; getfacl -c acl sub; cat $'a\u00a0b' $'raw \xff' .syncthing.x.tmp`
    expect(await shellOn('xps', look)).toBe(await shellOn('p17', look))
    expect(await shellOn('xps', look)).toMatch(/cap_net_raw[^]*user:carl:rw[^]*default:user:carl:r/)
  })

  it('holds back what would keep somebody out of the other laptop, says it before and after, and places the rest', async () => {
    const bad = { ssh: '/etc/ssh/sshd_config.d/50-only-me.conf', sudo: '/etc/sudoers.d/zz-mine' }
    const taken = 'pc-switcher ALL=(ALL:ALL) !/usr/lib/pc-switcher/door'
    await shellOn(
      'p17',
      `echo AllowUsers alice > ${bad.ssh}; echo '${taken}' > ${bad.sudo}; chmod 0440 ${bad.sudo}
      echo Compression no > /etc/ssh/sshd_config.d/60-mine.conf; echo other > /etc/mine/one`,
    )
    await track('/ssh/sshd_config.d', '/sudoers.d/zz-mine')
    const refused = [
      'XPS 13 would refuse the account of pc-switcher: AllowUsers alice in /etc/ssh/sshd_config.d/50-only-me.conf',
      'XPS 13 would refuse the account of pc-switcher: the rule of sudo is taken back in /etc/sudoers.d/zz-mine',
    ]
    const { blocks } = await preview()
    const notices = blocks.flatMap((block) => (block.kind === 'notice' ? [block.text] : []))
    expect(notices).toEqual([
      `${String(refused[0])}. Never placed like this: ${bad.ssh}.`,
      `${String(refused[1])}. Never placed like this: ${bad.sudo}.`,
    ])
    const { items } = await copy({})
    expect(items[0]).toMatchObject({ verdict: 'left', differences: [] })
    expect(items[0]?.left?.filter(({ why }) => why.startsWith('held back'))).toEqual([
      { why: `held back, because ${String(refused[0])}`, count: 1, names: [bad.ssh] },
      { why: `held back, because ${String(refused[1])}`, count: 1, names: [bad.sudo] },
    ])
    const look = `ls ${bad.ssh} ${bad.sudo} 2>/dev/null || true; cat /etc/ssh/sshd_config.d/60-mine.conf /etc/mine/one; ls /run/pc-switcher | grep etc- || true`
    expect(await shellOn('xps', look)).toBe('Compression no\nother\n')
    await shellOn('p17', `echo 'Defaults insults' > ${bad.sudo}; rm ${bad.ssh}`)
    expect((await copy({})).items[0]?.differences).toEqual([])
    expect(await shellOn('xps', `cat ${bad.sudo}; sudo -l -U alice > /dev/null; stat -c %a ${bad.sudo}`)).toBe(
      'Defaults insults\n440\n',
    )
  })

  it.each([
    ['ssh/sshd_config.d/60-x.conf', 'AllowUsers pc-switcher', 'person AllowUsers'],
    ['ssh/sshd_config.d/05-x.conf', 'Match User pc-switcher\n  AuthorizedKeysFile none', 'door AuthorizedKeysFile'],
    ['ssh/sshd_config.d/60-x.conf', 'Port 2222', 'door Port'],
    ['ssh/sshd_config', 'PermitRootLogin no', 'door AuthorizedKeysFile'],
    ['sudoers.d/60-x', 'Defaults:pc-switcher requiretty', undefined],
    ['sudoers.d/zzz', 'Defaults!/usr/lib/pc-switcher/door requiretty', 'door sudo'],
    ['sudoers.d/zzz', 'alice ALL=(ALL:ALL) PASSWD: ALL', 'person sudo'],
    ['ssh/sshd_config.d/05-x.conf', 'AuthenticationMethods publickey,password\nDenyUsers bob', undefined],
  ])('is asked of sshd and sudo as they would be: %s with %s', async (path, text, wanted) => {
    const base64 = Buffer.from(`${text}\n`).toString('base64')
    const files = [{ path: `/${path}`, kind: 'file' as const, mode: path.startsWith('ssh') ? 0o644 : 0o440, base64 }]
    const { held } = await pair.to.call(tryDoorFiles, { files })
    const found = held.map(({ why }) =>
      'account' in why ? `${why.account} ${why.kind === 'sudo' ? 'sudo' : why.setting}` : JSON.stringify(why),
    )
    expect(found).toEqual(wanted === undefined ? [] : [wanted])
  })

  if (isLong) {
    it('fetches again what did not arrive rightly, and names what never does, with nothing placed', async () => {
      const spoil = (times: number): SyncSession => {
        let left = times
        return {
          ...session,
          async carry(both, request) {
            await session.carry(both, request)
            if (left-- > 0)
              await shellOn(
                'xps',
                'cd /var/lib/pc-switcher/root/etc/mirror; for f in [0-9a-f]*; do printf X | dd of=$f conv=notrunc status=none; done',
              )
          },
        }
      }
      await shellOn('p17', 'echo spoiled > /etc/mine/one')
      const never = copy({}, spoil(3))
      await expect(never).rejects.toMatchObject({
        code: 'sync-failed',
        details: expect.stringContaining('/etc/mine/one') as unknown,
      })
      expect(await shellOn('xps', 'cat /etc/mine/one')).toBe('other\n')
      expect((await copy({}, spoil(2))).items[0]?.differences).toEqual([])
      expect(await shellOn('xps', 'cat /etc/mine/one')).toBe('spoiled\n')
    })

    it('does not ask Syncthing when nothing changed, and keeps nothing of what was fetched', async () => {
      const { changes } = (await plan()).plan
      expect(changes).toEqual([])
      const silent: SyncSession = { ...session, carry: () => Promise.reject(new Error('asked')) }
      expect((await copy({}, silent)).items[0]?.differences).toEqual([])
      await shellOn('p17', 'rm /etc/mine/tool')
      expect((await copy({}, silent)).items[0]?.differences).toEqual([])
      for (const host of ['p17', 'xps'] as const)
        expect(
          await shellOn(host, 'cd /var/lib/pc-switcher/root/etc; ls mirror frozen; find switches -name staged'),
        ).toBe('frozen:\n\nmirror:\n')
    })

    it('keeps and names what was changed on the other laptop after the plan', async () => {
      await shellOn('p17', 'echo left > /etc/mine/one; echo left > /etc/mine/acl')
      const step = createEtcStep(() => openLeftState(state), session, startAgents)
      const made = await step.probe(pair, context)
      await shellOn('xps', 'echo taken > /etc/mine/one')
      await step.run(pair, made, {}, context)
      const { items } = await step.verify(pair, made, {}, context)
      expect(items[0]).toMatchObject({ verdict: 'left', differences: [] })
      expect(items[0]?.chosen).not.toContain('/etc/mine/one')
      const meanwhile = 'changed on XPS 13 during the switch'
      expect(items[0]?.left).toContainEqual({ why: meanwhile, count: 1, names: ['/etc/mine/one'] })
      expect(await shellOn('xps', 'cat /etc/mine/one /etc/mine/acl')).toBe('taken\nleft\n')
      // Run again, as Resume does: also what was placed and then changed by somebody stays.
      await shellOn('xps', 'echo later > /etc/mine/acl')
      await step.run(pair, made, {}, context)
      const [again] = (await step.verify(pair, made, {}, context)).items
      expect(again?.left?.find(({ why }) => why === meanwhile)?.names).toContain('/etc/mine/acl')
      expect(await shellOn('xps', 'cat /etc/mine/one /etc/mine/acl')).toBe('taken\nlater\n')
      const drift = (await plan()).questions.filter(({ form }) => form === 'choice').map(({ id }) => id)
      expect(drift).toEqual(['etc-changed:/mine/acl', 'etc-changed:/mine/one'])
      await copy({ 'etc-changed:/mine/acl': 'take', 'etc-changed:/mine/one': 'take' })
      expect(await shellOn('xps', 'cat /etc/mine/one /etc/mine/acl')).toBe('left\nleft\n')
    })

    it('ends though a program goes on writing a tracked file on the laptop that is left, and names that', async () => {
      await shellOn('p17', 'echo 1 > /etc/mine/one')
      const step = createEtcStep(() => openLeftState(state), session, startAgents)
      const made = await step.probe(pair, context)
      const writing: SyncSession = {
        ...session,
        async carry(both, request) {
          await shellOn('p17', 'echo 2 > /etc/mine/one; echo 2 > /etc/mine/acl')
          await session.carry(both, request)
        },
      }
      await createEtcStep(() => openLeftState(state), writing, startAgents).run(pair, made, {}, context)
      const { items, notes } = await step.verify(pair, made, {}, context)
      expect(items[0]?.differences).toEqual([])
      expect(notes.filter((note) => note.startsWith('Changed on'))).toEqual([
        'Changed on P17 since XPS 13 got them. The next switch copies them again: /etc/mine/acl, /etc/mine/one.',
      ])
      expect(await shellOn('xps', 'cat /etc/mine/one /etc/mine/acl')).toBe('1\nleft\n')
      expect((await copy({})).items[0]?.differences).toEqual([])
      expect(await shellOn('xps', 'cat /etc/mine/one /etc/mine/acl')).toBe('2\n2\n')
    })

    it('goes on without a file that the disk can no longer read, and names it', async () => {
      await shellOn('p17', 'head -c 100000 /dev/urandom > /etc/mine/worn; sync')
      await copy({})
      damageOnDisk('/etc/mine/worn')
      // What was read of it is known as long as nothing of it changes.
      await shellOn('p17', 'touch /etc/mine/worn; echo beside > /etc/mine/one')
      const made = (await plan()).plan
      expect(made.unreadable).toEqual({ from: ['/mine/worn'], to: [] })
      expect(made.changes.map(({ path: name }) => name)).toEqual(['/mine/one'])
      const { items } = await copy({})
      const damaged = { why: "damaged on P17, whose disk can't read it", count: 1, names: ['/etc/mine/worn'] }
      expect(items[0]).toMatchObject({ verdict: 'left', differences: [] })
      expect(items[0]?.left).toContainEqual(damaged)
      expect(await shellOn('xps', 'cat /etc/mine/one; stat -c %s /etc/mine/worn')).toBe('beside\n100000\n')
      for (const host of ['p17', 'xps'] as const) await shellOn(host, 'rm /etc/mine/worn')
    })

    it('names beforehand what the other laptop protects against changes, and afterwards why it differs', async () => {
      await shellOn('p17', 'echo unprotected > /etc/mine/one')
      await shellOn('xps', 'chattr +i /etc/mine/one')
      expect((await plan()).plan.protected).toEqual(['/mine/one'])
      const { items, notes } = await copy({})
      expect(items[0]).toMatchObject({ verdict: 'differs', differences: ['/etc/mine/one'] })
      expect(notes).toContain(
        'XPS 13 protects against changes: /etc/mine/one. Unprotect with sudo chattr -i -a FILE, then resume.',
      )
      await shellOn('xps', 'chattr -i /etc/mine/one')
      expect((await copy({})).items[0]?.differences).toEqual([])
      expect(await shellOn('xps', 'cat /etc/mine/one')).toBe('unprotected\n')
    })

    it('asks about a file that differs where it is not known any more who changed it, and takes neither by itself', async () => {
      await shellOn('p17', 'echo older > /etc/mine/one; rm /var/lib/pc-switcher/root/etc-last-equal.json')
      await shellOn('xps', 'echo newer > /etc/mine/one')
      const { questions } = await plan()
      expect(questions.filter(({ form }) => form === 'choice')).toMatchObject([
        { id: 'etc-changed:/mine/one', reason: "Different, and it isn't known which laptop changed it" },
      ])
      expect(questions.find(({ id }) => id === 'etc-changed:/mine/one')).not.toHaveProperty('safeDefault')
      await copy({ 'etc-changed:/mine/one': 'keep' })
      expect(await shellOn('xps', 'cat /etc/mine/one')).toBe('newer\n')
      await copy({ 'etc-changed:/mine/one': 'take' })
      expect(await shellOn('xps', 'cat /etc/mine/one')).toBe('older\n')
    })

    /** Each a switch of its own: what one placed before counts as done by its earlier run. */
    const once = async (content: string, switchId: string) => {
      await shellOn('p17', `echo ${content} > /etc/mine/one`)
      const step = createEtcStep(() => openLeftState(state), session, startAgents)
      const { text } = await step.run(pair, await step.probe(pair, context), {}, { ...context, switchId })
      expect(await shellOn('xps', 'cat /etc/mine/one')).toBe(`${content}\n`)
      return text
    }

    it('leaves no lock behind where git would tidy up in the background after the commit', async () => {
      await shellOn(
        'xps',
        'cd "$(mktemp -d)"; seq 2000 | split -l 1 -a 4; ls -d "$PWD"/* | git -C /etc hash-object -w --stdin-paths; rm -r "$PWD"',
      )
      expect(await once('tidy', '20261120T090500-abcdef')).toBe('1 file copied to XPS 13')
      expect(await shellOn('xps', 'cd /etc/.git; ls gc.pid *.lock refs/heads/*.lock 2>/dev/null || true')).toBe('')
    })

    it('copies when etckeeper fails, tries it again, and says where the history is missing', async () => {
      const hook = '/etc/etckeeper/pre-commit.d/99fails'
      const push = '/etc/etckeeper/commit.d/99push'
      const failWith = (body: string) =>
        shellOn('xps', `printf '#!/bin/sh\n${body}\n' > ${hook}; chmod +x ${hook}; echo new > /etc/unrecorded`)
      try {
        await failWith('test -e /run/failed-once && exit 0; touch /run/failed-once; exit 1')
        expect(await once('recorded', '20261120T091000-abcdef')).toBe('1 file copied to XPS 13')
        expect(await shellOn('xps', 'cat /run/failed-once; git -C /etc show HEAD:mine/one')).toBe('recorded\n')
        await failWith('exit 1')
        expect(await once('unrecorded', '20261120T092000-abcdef')).toBe(
          '1 file copied to XPS 13. etckeeper could not record this on XPS 13: run sudo etckeeper commit there',
        )
        // As a push to a remote that never answers: it comes after the commit.
        await shellOn(
          'xps',
          `rm ${hook}; printf '#!/bin/sh\\nsleep 333\\n' > ${push}; chmod +x ${push}; etckeeper unclean && git -C /etc add -A && git -C /etc -c user.name=x -c user.email=x commit -qm x || true`,
        )
        const begun = performance.now()
        expect(await once('unpushed', '20261120T092500-abcdef')).toContain(
          'etckeeper recorded this on XPS 13, and was ended after 20 s',
        )
        expect(performance.now() - begun).toBeLessThan(40_000)
        expect(await shellOn('xps', 'git -C /etc show HEAD:mine/one; pgrep -fx "sleep 333" || true')).toBe('unpushed\n')
      } finally {
        await shellOn('xps', `rm -f ${hook} ${push} /etc/unrecorded /run/failed-once; etckeeper commit cleaned || true`)
      }
    })

    it('records again after the power went while git held a lock, and leaves the lock of one that works', async () => {
      const locks = '/etc/.git/index.lock /etc/.git/refs/heads/master.lock'
      try {
        await shellOn('xps', `touch -d 2020-01-01 ${locks}`)
        expect(await once('after', '20261120T093000-abcdef')).toBe('1 file copied to XPS 13')
        expect(await shellOn('xps', `ls ${locks} 2>/dev/null || true; git -C /etc show HEAD:mine/one`)).toBe('after\n')
        await shellOn('xps', 'touch /etc/.git/index.lock')
        expect(await once('held', '20261120T094000-abcdef')).toContain('etckeeper could not record this on XPS 13')
      } finally {
        await shellOn('xps', `rm -f ${locks}; etckeeper commit cleaned || true`)
      }
    })
  }

  if (isLong) {
    it('writes nothing outside while another user swaps a folder of theirs in /etc with a link', async () => {
      const tries = 50
      const make = `useradd bob; install -d -o bob /etc/mine/bob /etc/mine/bob/d; runuser -u bob -- ln -s /etc/victim /etc/mine/bob/l`
      for (const host of ['p17', 'xps'] as const)
        await shellOn(
          host,
          `${make}; install -d /etc/victim; echo mine > /etc/victim/f1; echo unreachable > /etc/victim/s; chmod 0600 /etc/victim/*`,
        )
      const outside = () => shellOn('xps', `cd /etc/victim; stat -c '%n %a %U %y' . *; cat *`)
      const before = await outside()
      let carriedThrough = 0
      for (const host of ['p17', 'xps'] as const) await startSwapping(host, '/etc/mine/bob')
      try {
        for (let count = 0; count < tries; count += 1) {
          await shellOn(
            'p17',
            `cd /etc/mine/bob; for i in $(seq 20); do echo ${count} $i | runuser -u bob -- tee d/f$i l/f$i > /dev/null 2>&1 || true; done`,
          )
          const step = createEtcStep(() => openLeftState(state), session, startAgents)
          const made = await step.probe(pair, context)
          const error = await step.run(pair, made, {}, context).catch((thrown: unknown) => thrown)
          if (error instanceof Error) expect(error).toMatchObject({ code: 'sync-failed' })
          else carriedThrough += 1
          expect(await outside()).toBe(before)
        }
      } finally {
        for (const host of ['p17', 'xps'] as const) expect(await stopSwapping(host)).toBeGreaterThan(100)
      }
      console.log(`${carriedThrough} of ${tries} runs were carried through meanwhile`)
      expect(carriedThrough).toBeGreaterThan(0)
      expect(await shellOn('xps', 'find /etc/mine /etc/victim -name ".pc-switcher-*"')).toBe('')
      expect(await shellOn('xps', 'grep -rl unreachable /etc/mine /var/lib/pc-switcher/root/etc || true')).toBe('')
    }, 1_200_000)
  }

  it('names the line of a rules file that it does not understand, before anything is changed', async () => {
    await writeFile(path.join(folder, 'etc.stignore'), '// mine\n!/sysctl.d/*.conf\n')
    await expect(plan()).rejects.toMatchObject({
      code: 'invalid-rules',
      message: expect.stringContaining('Line 2') as unknown,
    })
  })
})
