/** Undoing the last switch: the target is what it was before, and the same can be switched again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hosts, type Host } from '../../practice/layout.ts'
import { resetPair } from '../../practice/pair.ts'
import { calls } from '../../src-main/contract/calls.ts'
import type { UndoPlan } from '../../src-main/contract/rollback-calls.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import { isLong } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { listedFlatpaks, makeApps } from '../laptops-flatpaks.ts'
import { apt, lists, liveOn, unitFiles } from '../laptops-lived-on.ts'
import { password, serve, tools, usePrivate, useSource } from '../laptops-package-sources.ts'
import { answersToTakeAll, expectEqual, workOn } from '../laptops-equal.ts'
import { homeOf } from '../laptops-home.ts'
import { testPair } from '../laptops-pair.ts'
import {
  call,
  errorOf,
  pcSwitcher,
  plan,
  proofOf,
  restartToRollBack,
  status,
  switchState,
  switchTo,
  until,
  type Told,
} from '../laptops-product.ts'

/** What of the rest a switch of `workOn` changes. */
const restOf = (host: Host) =>
  shellOn(host, 'cat /etc/practice-round.conf || true; sha256sum /var/lib/libvirt/images/*.qcow2')

const goingBack = ({ plan: { subvolumes } }: UndoPlan) => subvolumes.map(({ subvolume }) => subvolume)

/** Everything as planned and answered the last time; the same, if the undone switch was forgotten entirely. */
async function switchAll(from: Host, to: Host, answers?: Readonly<Record<string, string>>) {
  const told = await switchTo(from, to, answers ?? (await answersToTakeAll(from, to)))
  expect(told.stderr).toBe('')
  return proofOf(told)
}

interface Everything {
  readonly packages: readonly string[]
  readonly unitFiles: string
  readonly flatpaks: readonly string[]
  readonly settings: string
  readonly vendor: string
  readonly ofPerson: string
}

/** All that is looked at, as the tools list it. */
async function everythingOn(host: Host): Promise<Everything> {
  const vendor = await shellOn(
    host,
    `dpkg-query -W -f '\${Package} \${db:Status-Abbrev} \${Version}\\n' 'vendor-[tl]*' 2> /dev/null || true
    cd /etc/apt/sources.list.d; ls | grep vendor || true; sed 's,/$,,' vendor.sources 2> /dev/null || true`,
  )
  const ofPerson = await shellOn(host, 'runuser -l alice -c "flatpak list --user --columns=ref,active"')
  const settings = await shellOn(
    host,
    'flatpak override --system --show org.example.Draw; flatpak mask --system; flatpak remotes --system --columns=name,options',
  )
  const programs = { packages: await lists(host), unitFiles: await unitFiles(host) }
  return { ...programs, flatpaks: await listedFlatpaks(host), settings, vendor, ofPerson }
}

/** What goes wrong with the packages of a switch. */
interface Disturbance {
  readonly name: string
  /** Before it is planned. */
  readonly make?: () => Promise<unknown>
  /** While it runs; tells what it did. */
  readonly during?: () => Promise<string>
  readonly did?: string
  /** As the proof names what is not there. */
  readonly left?: readonly string[]
  /** After it was undone. */
  readonly mend?: () => Promise<unknown>
}

const serveAgain = `systemctl -q is-active vendor-web || { ${serve}; }`
const archives = ['many', 'practice-repo'].map((name) => `/srv/${name}`)

const disturbances: readonly Disturbance[] = [
  { name: 'nothing in its way' },
  {
    name: 'a failing script of a package',
    make: () =>
      shellOn(
        'p17',
        `${apt} install practice-broken || true; rm /var/lib/dpkg/info/practice-broken.postinst; dpkg --configure practice-broken`,
      ),
    left: ['practice-broken'],
    mend: () => shellOn('p17', 'dpkg --purge practice-broken'),
  },
  {
    name: 'dpkg killed',
    during: () =>
      shellOn(
        'xps',
        `for i in {1..1500}; do pkill -KILL -f '[d]pkg .*--unpack' && echo killed && break; sleep 0.05; done`,
      ),
    did: 'killed\n',
  },
  {
    name: 'no network there',
    make: () =>
      shellOn(
        'xps',
        `systemctl stop vendor-web; mkdir /srv/kept; for one in ${archives.join(' ')}; do mkdir /srv/kept$one -p; mv $one/*.deb /srv/kept$one; done`,
      ),
    mend: () =>
      shellOn(
        'xps',
        `for one in ${archives.join(' ')}; do mv /srv/kept$one/*.deb $one; done; rm -r /srv/kept; ${serveAgain}`,
      ),
  },
]

/** Goes on with what was cut off. */
async function switchedWith(answers: Readonly<Record<string, string>>, { during, did }: Disturbance): Promise<Told> {
  const ended = switchTo('p17', 'xps', { ...(await answersToTakeAll('p17', 'xps')), ...answers })
  const [told, done] = await Promise.all([ended, during?.()])
  expect(done).toBe(did)
  if (told.exitCode === 0) return told
  expect(during).toBeDefined()
  await until('p17 says that it was interrupted', async () => (await switchState('p17')).kind === 'interrupted')
  return pcSwitcher('p17', ['resume', '--yes'])
}

/** As a person would answer who wants the same on both. */
async function answersToFollow(): Promise<Readonly<Record<string, string>>> {
  const { questions } = await plan('p17', 'xps')
  const wanted: readonly (readonly [RegExp, string])[] = [
    [/^apt-remove:removed-/, 'remove'],
    [/^unit:.*many-/, 'follow'],
    [/^flatpak-remote:practice$/, 'add'],
    [/^apt-source:/, 'add'],
    [/^etc:.*\/(many-|50-many)/, 'always'],
  ]
  return Object.fromEntries(
    questions.flatMap(({ id }) => wanted.flatMap(([pattern, choice]) => (pattern.test(id) ? [[id, choice]] : []))),
  )
}

describe('the first switch', () => {
  it(
    'is undone at a restart, and the next one asks what it asked, with its answers',
    { timeout: 600_000 },
    async () => {
      const first = await plan('p17', 'xps')
      const answers = {
        'apt-remove:practice-game:amd64': 'remove',
        'home:Games': 'take',
        'home:projects/thesis': 'keep',
        'etc:/profile.d/practice.sh': 'always',
      }
      const proof = await switchAll('p17', 'xps', answers)
      const undo = await call('xps', calls.undoPlan, { switchId: proof.switchId })
      const lines = undo.takenBack.flatMap(({ title, lines: said }) => said.map((line) => `${title}: ${line}`))
      expect(lines).toEqual(
        expect.arrayContaining([
          'Packages: 1 returns: practice-game',
          '/etc files: 1 is removed: /etc/profile.d/practice.sh',
          expect.stringMatching(/^Home files: \d+ deleted items return: \/home\/alice\/Games, /),
        ]),
      )
      const since = undo.since?.subvolumes.flatMap(({ disappears, changed }) => [...disappears.first, ...changed.first])
      expect([...lines, ...(since ?? [])].join('\n')).not.toMatch(/\.git\/|var\/(?:cache|lib|log)\//)
      expect((await pcSwitcher('xps', ['undo', '--yes'])).stderr).toBe('')
      await restartToRollBack()

      const again = await plan('p17', 'xps')
      // Its rule for a file of /etc stands on p17.
      const idsOf = ({ questions }: typeof first) => questions.map(({ id }) => id).filter((id) => !(id in ruled))
      const ruled = { 'etc:/profile.d/practice.sh': 'always' }
      expect(idsOf(again)).toEqual(idsOf(first))
      expect(again.questions.map(({ id }) => id)).not.toContain('etc:/profile.d/practice.sh')
      const withoutDefault = ({ questions }: typeof first) =>
        questions.flatMap(({ id, safeDefault }) => (safeDefault === undefined ? [id] : []))
      expect(withoutDefault(again)).toEqual(withoutDefault(first))
      // What was deleted is agreed to anew.
      expect(again.plan.kept).toEqual({ 'home:projects/thesis': 'keep' })
    },
  )
})

describe('a switch that changed the home files alone', () => {
  it('is undone from the laptop that was left, at once, and switched again', { timeout: 600_000 }, async () => {
    await workOn('p17', 1)
    await workOn('xps', 1)
    expect((await switchAll('p17', 'xps')).verified).toBe(true)
    await shellOn('p17', 'cd /home/alice/Documents; echo new > undo-new; rm round-1-7.bin; chown alice: undo-new')
    await shellOn('xps', 'echo own > /home/alice/Documents/undo-own; chown alice: /home/alice/Documents/undo-own')
    const before = { p17: await homeOf('p17'), xps: await homeOf('xps') }
    const { plan: agreed } = await plan('p17', 'xps')
    const proof = await switchAll('p17', 'xps')
    expect(await shellOn('xps', 'cat /home/alice/Documents/undo-new')).toBe('new\n')
    const left = await homeOf('p17')
    await shellOn('xps', 'echo later > /home/alice/later; chown alice: /home/alice/later')

    const undo = await call('p17', calls.undoPlan, {})
    expect(undo).toMatchObject({ switchId: proof.switchId, from: { name: 'p17' }, to: { name: 'xps' }, stays: [] })
    expect(undo.takenBack.map(({ title }) => title)).toEqual(['Home files'])
    expect(goingBack(undo)).toContain('home')
    expect(goingBack(undo)).not.toContain('system')
    expect(undo.since?.subvolumes[0]).toMatchObject({ counts: { added: 1 }, disappears: { count: 1 } })
    const { last } = await call('p17', calls.rollbackRun, {
      planId: undo.plan.planId,
      subvolumes: goingBack(undo),
      when: 'now',
    })
    expect(last).toMatchObject({ result: 'done' })
    expect(await homeOf('xps')).toBe(before.xps)
    expect(await homeOf('p17')).toBe(left)
    expect(
      await shellOn('xps', `cat /var/lib/pc-switcher/root/snapshots/${last?.keptSet ?? ''}/home/alice/later`),
    ).toBe('later\n')

    for (const host of ['p17', 'xps'] as const) {
      const { overview } = await status(host)
      expect(overview.holder).toMatchObject({ kind: 'held', by: 'p17', switchId: proof.switchId })
      const { entries } = await call(host, calls.activityList, {})
      expect(entries.find((one) => one.kind === 'switch')).toMatchObject({ undoneAt: expect.any(String) as string })
    }
    expect(errorOf(await pcSwitcher('p17', ['undo', '--dry-run']))).toMatchObject({ code: 'blocked' })

    const { plan: again, questions } = await plan('p17', 'xps')
    expect(questions.map(({ id }) => id)).not.toContain('checks:holder')
    const agreedIds = Object.values(agreed.previews).flatMap((preview) => preview.questions.map(({ id }) => id))
    expect(questions.map(({ id }) => id)).toEqual(agreedIds.filter((id) => id !== 'checks:holder'))
    // And what the undone switch recorded in ~/system-state of p17.
    const items = (made: typeof again) => made.previews[stepIds.home]?.estimate.items ?? 0
    expect(items(again)).toBeGreaterThanOrEqual(items(agreed))
    expect((await switchAll('p17', 'xps')).verified).toBe(true)
    await expectEqual(1)
  })
})

// In short test/laptops/rollback.test.ts holds that the whole system goes back at a restart.
if (isLong) {
  describe('a switch that changed the system too', () => {
    it('is undone from the laptop that was taken, at its restart', { timeout: 900_000 }, async () => {
      await workOn('p17', 2)
      const before = { home: await homeOf('xps'), rest: await restOf('xps') }
      const proof = await switchAll('p17', 'xps')
      expect(await shellOn('xps', 'cat /etc/practice-round.conf')).toBe('round 2\n')

      const undo = await call('xps', calls.undoPlan, { switchId: proof.switchId })
      expect(goingBack(undo)).toEqual(expect.arrayContaining(['home', 'system', 'images']))
      expect(undo.takenBack.map(({ title }) => title)).toEqual(expect.arrayContaining(['Home files', '/etc files']))
      const ordered = await pcSwitcher('xps', ['undo', '--yes'])
      expect(ordered.stderr).toBe('')
      expect(errorOf(await pcSwitcher('p17', ['undo', '--dry-run']))).toMatchObject({ code: 'blocked' })
      await restartToRollBack()
      expect(await homeOf('xps')).toBe(before.home)
      expect(await restOf('xps')).toBe(before.rest)
      expect((await status('p17')).overview.holder).toMatchObject({ kind: 'held', by: 'p17' })

      expect((await switchAll('p17', 'xps')).verified).toBe(true)
      await expectEqual(2)
    })
  })
}

describe('what cannot be undone', () => {
  it('is an earlier switch, an unfinished one, and one whose snapshots are gone', { timeout: 600_000 }, async () => {
    const { overview } = await status('p17')
    const [newest, earlier] = overview.history
    const undo = (switchId: string | undefined) =>
      pcSwitcher('p17', ['undo', '--dry-run', ...(switchId === undefined ? [] : [switchId])])
    expect(errorOf(await undo(earlier?.switchId))).toMatchObject({
      code: 'blocked',
      message: 'Another switch came after this one.',
    })
    expect(errorOf(await undo('nosuch'))).toMatchObject({ code: 'not-found' })
    const { snapshots } = await call('p17', calls.snapshotsList, {})
    const ids = snapshots.flatMap(({ laptop, switchId, reason, id }) =>
      laptop === 'xps' && switchId === newest?.switchId && reason === 'before-switch' ? [id] : [],
    )
    expect(ids).toHaveLength(1)
    const deleted = await pcSwitcher('p17', ['snapshots', 'delete', ...ids, '--on', 'xps', '--yes'])
    expect(deleted.stderr).toBe('')
    expect(errorOf(await undo(undefined)).message).toMatch(/from before this switch are gone/)
  })
})

if (isLong) {
  describe('a switch that brought packages, services, a source and apps', () => {
    beforeAll(async () => {
      // Neither has the latest work, so that the rule below is one of the source.
      await resetPair(testPair)
      await liveOn(hosts)
      await useSource(hosts)
      await shellOn('p17', makeApps)
      await shellOn(
        'p17',
        `chmod -R a+rX /srv/apps /srv/apps.gpg
        runuser -l alice -c "flatpak remote-add --user --gpg-import=/srv/apps.gpg practice file:///srv/apps
          flatpak install --user -y --noninteractive practice org.example.Music"
        ${usePrivate}`,
      )
      const rule = await pcSwitcher('p17', ['packages', 'rule', 'kept-here', 'apart'])
      expect(rule.stderr).toBe('')
    })

    afterAll(() => shellOn('p17', 'rm /etc/apt/sources.list.d/more.list'))

    it.each(disturbances)(
      'with $name, is the same on the other one, but for its hardware and a password, and is taken back',
      { timeout: 900_000 },
      async (disturbance) => {
        const { make, left = [], mend } = disturbance
        await shellOn('xps', serveAgain)
        await make?.()
        const before = await everythingOn('xps')
        const answers = await answersToFollow()
        expect(Object.keys(answers)).toContain(`apt-source:${tools}`)
        expect(Object.keys(answers).filter((id) => !id.startsWith('etc:'))).toHaveLength(25)
        const told = await switchedWith(answers, disturbance)
        const { verified, steps } = proofOf(told)
        expect(verified).toBe(true)
        const items = steps.flatMap(({ verification }) => verification.items)
        expect(items.flatMap((item) => item.left ?? []).flatMap(({ names }) => names)).toEqual(
          expect.arrayContaining([...left]),
        )
        expect(items.flatMap(({ chosen }) => chosen)).toEqual(expect.arrayContaining(['kept-here', 'private-tool']))
        expect(JSON.stringify(told.messages)).not.toContain(password)
        const here = await everythingOn('p17')
        expect(await everythingOn('xps')).toEqual(here)
        expect(here).not.toEqual(before)
        expect(await shellOn('xps', `grep -rl ${password} /etc /var/lib /home/alice || true`)).toBe('')
        expect(
          await shellOn(
            'xps',
            `dpkg -l | grep -E 'vendor-firmware|practice-(microcode|dkms)|acme-|kept-here|private-tool' || true`,
          ),
        ).toBe('')

        expect((await pcSwitcher('xps', ['undo', '--yes'])).stderr).toBe('')
        await restartToRollBack()
        expect(await everythingOn('xps')).toEqual(before)
        await mend?.()
      },
    )
  })
}
