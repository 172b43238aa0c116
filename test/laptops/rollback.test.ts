/** Rolling a real laptop back: from the other one, at its next start, and what the next switch makes of it. */
import { describe, expect, it } from 'vitest'
import { crash, restart } from '../../practice/pair.ts'
import type { Host } from '../../practice/layout.ts'
import { calls } from '../../src-main/contract/calls.ts'
import type { RollbackState } from '../../src-main/contract/rollback-calls.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'
import { call, errorOf, killApp, pcSwitcher, plan, proofOf, status, switchTo, until } from '../laptops-product.ts'

const rolledBack = (laptop: Host, id: string, subvolumes: readonly string[], when: 'now' | 'next-start') =>
  call('p17', calls.rollbackPlan, { laptop, id, subvolumes }).then(({ planId }) =>
    call('p17', calls.rollbackRun, { planId, subvolumes, when }),
  )

async function snapshotOf(laptop: Host): Promise<string> {
  const { taken } = await call('p17', calls.snapshotsCreate, { on: [laptop], note: '' })
  return taken[0]?.id ?? ''
}

async function stateOf(laptop: Host): Promise<RollbackState | undefined> {
  const { laptops } = await call('p17', calls.rollbackState, {})
  return laptops.find((one) => one.laptop === laptop)
}

/** Asked of this laptop's app: a command in one that goes down would keep it from going down. */
const waitsNoMore = (laptop: Host) =>
  until(`${laptop} has restarted`, async () => {
    const state = await stateOf(laptop)
    return state !== undefined && state.pending === undefined
  })

describe('the home of the other laptop', () => {
  it('is rolled back from here, the next plan asks, and nothing newer of this laptop is lost', async () => {
    await shellOn(
      'p17',
      'cd /home/alice; mkdir Work; echo newest > Work/report; echo v2 > letter; chown -R alice: Work letter',
    )
    await shellOn('xps', 'cd /home/alice; echo v1 > letter; touch -d 2024-01-01 letter; chown alice: letter')
    const before = await snapshotOf('xps')
    expect(proofOf(await switchTo('p17', 'xps')).verified).toBe(true)
    expect(await shellOn('xps', 'cat /home/alice/Work/report')).toBe('newest\n')
    await shellOn('xps', 'echo mine > /home/alice/only-now; chown alice: /home/alice/only-now')

    const made = await call('p17', calls.rollbackPlan, { laptop: 'xps', id: before, subvolumes: ['home'] })
    expect(made.subvolumes).toMatchObject([{ subvolume: 'home', path: '/home', when: { kind: 'now' }, users: [] }])
    expect(made.subvolumes[0]?.disappears?.count).toBeGreaterThanOrEqual(3)
    const { last } = await call('p17', calls.rollbackRun, { planId: made.planId, subvolumes: ['home'], when: 'now' })
    expect(last).toMatchObject({ result: 'done', id: before })
    expect(await shellOn('xps', 'ls /home/alice/Work /home/alice/only-now 2>&1 || true')).toContain('No such file')
    expect(await shellOn('xps', 'findmnt -no FSROOT /home')).toBe('/@home\n')
    expect(
      await shellOn('xps', `cat /var/lib/pc-switcher/root/snapshots/${last?.keptSet ?? ''}/home/alice/only-now`),
    ).toBe('mine\n')

    // To Syncthing and to the last switch's memory, xps would have deleted the report by now.
    const { questions } = await plan('xps', 'p17')
    const holder = questions.find(({ id }) => id === 'checks:holder')
    expect(holder?.reason).toContain('Rolled back to')
    expect(errorOf(await pcSwitcher('xps', ['switch', '--to', 'p17', '--yes']))).toMatchObject({
      code: 'needs-answers',
    })
    // What p17 has in a newer version than that of the snapshot is never decided by itself.
    const open = questions.filter(({ id, safeDefault }) => id.startsWith('home:') && safeDefault === undefined)
    // Files right in a home are asked about together.
    const ofLetter = 'home:/home/alice/*'
    const ids = open.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['home:projects/thesis', ofLetter]))
    const keep = (some: readonly string[]) => Object.fromEntries(some.map((id) => [id, 'keep']))
    const others = { 'checks:holder': 'take-anyway', ...keep(ids.filter((id) => id !== ofLetter)) }
    expect(errorOf(await switchTo('xps', 'p17', others))).toMatchObject({ code: 'needs-answers' })
    expect(proofOf(await switchTo('xps', 'p17', { ...others, ...keep([ofLetter]) })).verified).toBe(true)
    expect(await shellOn('p17', 'cat /home/alice/Work/report /home/alice/letter')).toBe('newest\nv2\n')
  })

  it('is not rolled back while somebody is logged in there', async () => {
    const set = await snapshotOf('xps')
    await shellOn('xps', 'systemd-run --quiet --unit=somebody --uid=alice --working-directory=/home/alice sleep 1000')
    const made = await call('p17', calls.rollbackPlan, { laptop: 'xps', id: set, subvolumes: ['home', 'images'] })
    expect(made.subvolumes.map(({ when }) => when.kind)).toEqual(['next-start', 'now'])
    expect(made.subvolumes[0]?.users).toEqual(['the service somebody'])
    const told = await pcSwitcher('p17', [
      'call',
      'rollback.run',
      JSON.stringify({ planId: made.planId, subvolumes: ['home'], when: 'now' }),
    ])
    expect(errorOf(told)).toMatchObject({ code: 'blocked' })
    await shellOn('xps', 'systemctl stop somebody')
  })
})

describe('at the next start', () => {
  it('the whole system goes back with home, and an order outlives a power loss', async () => {
    const set = await snapshotOf('xps')
    await shellOn('xps', 'echo x > /etc/later; echo x > /home/alice/later; sync')
    expect(await rolledBack('xps', set, ['home', 'system'], 'next-start')).toMatchObject({ pending: { id: set } })
    await crash('xps', testPair)
    await until('xps answers again', async () => (await stateOf('xps')) !== undefined)
    expect((await stateOf('xps'))?.pending).toMatchObject({ id: set })
    expect(await shellOn('xps', 'cat /etc/later')).toBe('x\n')

    await call('p17', calls.laptopRestart, { laptop: 'xps' })
    await waitsNoMore('xps')
    const state = await stateOf('xps')
    expect(state?.pending).toBeUndefined()
    expect(state?.last).toMatchObject({ result: 'done', id: set, subvolumes: ['home', 'system'] })
    expect(await shellOn('xps', 'ls /etc/later /home/alice/later 2>&1 || true')).not.toContain('\n/etc/later')
    const kept = `/var/lib/pc-switcher/root/snapshots/${state?.last?.keptSet ?? ''}`
    expect(await shellOn('xps', `cat ${kept}/system/etc/later ${kept}/home/alice/later`)).toBe('x\nx\n')
    expect(
      await shellOn('xps', 'systemctl --failed --plain --no-legend; ls /var/lib/pc-switcher/root/rollback/work'),
    ).toBe('')
  })

  it('this laptop’s own home goes back, which cannot be done under the feet of who asks', async () => {
    const set = await snapshotOf('p17')
    await shellOn('p17', 'echo x > /home/alice/later')
    const made = await call('p17', calls.rollbackPlan, { laptop: 'p17', id: set, subvolumes: ['home'] })
    expect(made.subvolumes).toMatchObject([{ when: { kind: 'next-start' }, nested: 1 }])
    expect(made.subvolumes[0]?.users[0]).toBe('alice is logged in')
    const { pending } = await call('p17', calls.rollbackRun, {
      planId: made.planId,
      subvolumes: ['home'],
      when: 'next-start',
    })
    expect(pending).toMatchObject({ id: set })
    expect((await call('p17', calls.rollbackCancel, { laptop: 'p17' })).pending).toBeUndefined()
  })

  it('a rollback goes on when the app that asked for it is killed', async () => {
    const set = await snapshotOf('xps')
    await shellOn('xps', 'echo x > /home/alice/later')
    const running = rolledBack('xps', set, ['home'], 'now').catch(() => undefined)
    await until('it runs', async () =>
      (await shellOn('xps', 'ls /var/lib/pc-switcher/root/rollback')).includes('journal.json'),
    )
    await killApp('p17')
    await running
    await until('it is done', async () => (await stateOf('xps'))?.last?.id === set)
    expect((await stateOf('xps'))?.last?.result).toBe('done')
    expect(await shellOn('xps', 'ls /home/alice')).not.toContain('later')
    expect(await shellOn('xps', 'systemctl --user --machine=alice@.host is-active pc-switcher.service')).toBe(
      'active\n',
    )
  })

  it('a rollback whose program is killed is recovered when somebody looks', async () => {
    const set = await snapshotOf('xps')
    await shellOn('xps', 'echo x > /home/alice/later')
    const running = rolledBack('xps', set, ['home'], 'now').catch(() => undefined)
    await until('it runs', async () =>
      (await shellOn('xps', 'ls /var/lib/pc-switcher/root/rollback')).includes('journal.json'),
    )
    await shellOn('xps', 'systemctl kill --signal=KILL pc-switcher-rollback-work.service || true')
    await running
    const state = await stateOf('xps')
    const isThere = (await shellOn('xps', 'ls /home/alice')).includes('later')
    expect(state?.last?.result).toBe(isThere ? 'taken-back' : 'done')
    expect(await shellOn('xps', 'findmnt -no FSROOT /home; ls /var/lib/pc-switcher/root/rollback/work')).toBe(
      '/@home\n',
    )
  })
})

describe('a home that another program has put back', () => {
  it('has no longer the latest work, and what the other laptop has in a newer version is not decided without asking', async () => {
    await shellOn(
      'xps',
      'cd /home/alice; mkdir letters; echo v1 | tee diary > letters/one; touch -d 2024-01-01 diary letters/one; chown -R alice: diary letters; btrfs subvolume snapshot /home /home.t0',
    )
    await shellOn(
      'p17',
      // Unpacked there, with its times.
      'cd /home/alice; mkdir letters; echo v2 | tee diary > letters/one; touch -d 2020-01-01 letters/one; echo new > brought; chown -R alice: diary letters brought',
    )
    const { questions } = await plan('p17', 'xps')
    const asked = questions.filter(({ safeDefault }) => safeDefault === undefined)
    const answers = asked.map(({ id }) => [id, id === 'checks:holder' ? 'take-anyway' : 'take'] as const)
    const told = await switchTo('p17', 'xps', {
      ...Object.fromEntries(answers),
      'home:/home/alice/*': 'take',
      'home:letters/one': 'take',
    })
    expect(proofOf(told).verified).toBe(true)
    expect(await shellOn('xps', 'cat /home/alice/diary')).toBe('v2\n')

    await shellOn(
      'xps',
      `mkdir /top; mount -o subvolid=5 "$(findmnt -nvo SOURCE /)" /top
      mv /top/@home /top/@home.broken; btrfs subvolume snapshot /home.t0 /top/@home; umount /top`,
    )
    await restart('xps', testPair)
    await until('xps answers again', async () => (await stateOf('xps')) !== undefined)
    expect(await shellOn('xps', 'cat /home/alice/diary')).toBe('v1\n')
    const { holder } = (await status('p17')).overview
    expect(holder).toMatchObject({ kind: 'unclear', why: expect.stringContaining('Home files') as string })
    const refused = await pcSwitcher('xps', ['switch', '--to', 'p17', '--yes'])
    expect(refused.exitCode).toBe(3)
    expect(errorOf(refused)).toMatchObject({ code: 'needs-answers' })
    const open = (await plan('xps', 'p17')).questions.filter(({ safeDefault }) => safeDefault === undefined)
    expect(open.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['checks:holder', 'home:/home/alice/*', 'home:letters/one']),
    )
    expect(await shellOn('p17', 'cd /home/alice; cat diary letters/one brought')).toBe('v2\nv2\nnew\n')
  })
})
