/** Snapshots as a person has them: of both laptops in one list, taken, kept and deleted from either. */
import { beforeAll, describe, expect, it } from 'vitest'
import { snapshotCalls, type Snapshot } from '../../src-main/contract/snapshot-calls.ts'
import { lockLedger } from '../../src-main/commons/ledger/verbs.ts'
import { shellOn, startAgents } from '../laptops-agents.ts'
import { call, errorOf, pcSwitcher, proofOf, switchTo, until } from '../laptops-product.ts'

const list = async (): Promise<readonly Snapshot[]> => {
  const { snapshots, missing } = await call('p17', snapshotCalls.snapshotsList, {})
  expect(missing).toEqual([])
  return snapshots.filter(({ reason }) => reason !== 'foreign')
}
const refsOf = (snapshots: readonly Snapshot[]) => snapshots.map(({ laptop, id }) => ({ laptop, id }))

describe('snapshots of both laptops', () => {
  beforeAll(() => shellOn('p17', 'install -o alice -g alice -m 0644 /dev/stdin /home/alice/new.txt <<< new'))

  it('are taken by hand on both side by side, and belong together', async () => {
    const { taken, failed } = await call('p17', snapshotCalls.snapshotsCreate, { note: 'before the flight' })
    expect(failed).toEqual([])
    const both = await list()
    expect(refsOf(both)).toEqual(expect.arrayContaining(taken))
    expect(both.map(({ laptop }) => laptop).sort()).toEqual(['p17', 'xps'])
    expect(new Set(both.map(({ groupId }) => groupId)).size).toBe(1)
    expect(both[0]).toMatchObject({ reason: 'manual', description: 'before the flight', pinned: false })
  })

  it('of other tools are listed, and cannot be named to be deleted or pinned', async () => {
    await shellOn('xps', 'btrfs -q subvolume snapshot -r /home /home/.by-hand')
    const { snapshots } = await call('p17', snapshotCalls.snapshotsList, {})
    const foreign = snapshots.find(({ description }) => description.endsWith('/.by-hand'))
    expect(foreign).toMatchObject({ laptop: 'xps', reason: 'foreign', tool: 'by hand', areas: ['home'] })
    const id = foreign?.id ?? ''
    const { deleted, refused } = await call('p17', snapshotCalls.snapshotsDelete, {
      snapshots: [{ laptop: 'xps', id }],
    })
    expect({ deleted, refused }).toMatchObject({ deleted: [], refused: [{ laptop: 'xps', id }] })
    const pinning = await pcSwitcher('p17', [
      'call',
      'snapshots.pin',
      JSON.stringify({ laptop: 'xps', id, pinned: true }),
    ])
    expect(pinning.exitCode).not.toBe(0)
    expect(await shellOn('xps', 'ls -d /home/.by-hand')).toBe('/home/.by-hand\n')
    await shellOn('xps', 'btrfs -q subvolume delete /home/.by-hand')
  })

  it('are taken before a switch on both and once after it on the one that is taken', async () => {
    const { switchId, verified } = proofOf(await switchTo('p17', 'xps'))
    expect(verified).toBe(true)
    const ofSwitch = (await list()).filter((snapshot) => snapshot.switchId === switchId)
    expect(ofSwitch.map(({ laptop, reason }) => `${laptop} ${reason}`).sort()).toEqual([
      'p17 before-switch',
      'xps after-switch',
      'xps before-switch',
    ])
    const after = ofSwitch.find(({ reason }) => reason === 'after-switch')
    const folder = `/var/lib/pc-switcher/root/snapshots/${after?.id ?? ''}`
    expect(await shellOn('xps', `cat ${folder}/home/alice/new.txt; stat -c %a:%U ${folder}`)).toBe('new\n700:root\n')
  })

  it('are deleted on the other laptop too, after saying what would go', async () => {
    const manual = refsOf((await list()).filter(({ reason }) => reason === 'manual'))
    const said = await call('p17', snapshotCalls.snapshotsDelete, { snapshots: manual, dryRun: true })
    expect(said.deleted).toEqual(expect.arrayContaining(manual))
    expect((await list()).filter(({ reason }) => reason === 'manual')).toHaveLength(manual.length)
    const done = await call('p17', snapshotCalls.snapshotsDelete, { snapshots: manual })
    expect(done.refused).toEqual([])
    expect((await list()).filter(({ reason }) => reason === 'manual')).toEqual([])
  })

  it('are not deleted while a laptop is at work', async () => {
    const pair = await startAgents()
    try {
      const laptop = { name: 'xps', label: 'XPS 13' }
      await pair.to.call(lockLedger, { id: 'busy', of: { kind: 'work', laptop }, startedBy: 'xps' })
      const [first] = refsOf((await list()).filter((snapshot) => snapshot.laptop === 'xps'))
      const told = await pcSwitcher('p17', ['call', 'snapshots.delete', JSON.stringify({ snapshots: [first] })])
      expect(errorOf(told).code).toBe('locked')
      expect(refsOf(await list())).toContainEqual(first)
    } finally {
      pair.close()
    }
  })
})

describe('snapshots at regular times', () => {
  const timer = 'pc-switcher-scheduled@snapshots.timer'
  const stateOf = () => shellOn('p17', `systemctl is-enabled ${timer} || true; systemctl is-active ${timer} || true`)

  it('are off until they are turned on, fire, and can be turned off', async () => {
    expect(await stateOf()).toBe('disabled\ninactive\n')
    const { laptops } = await call('p17', snapshotCalls.retentionSet, { on: ['p17'], schedule: 'hourly' })
    expect(laptops).toMatchObject([{ laptop: 'p17', schedule: 'hourly', enabled: false }])
    expect(await stateOf()).toBe('enabled\nactive\n')
    // A second from now, so that the timer itself starts it.
    await shellOn(
      'p17',
      `printf '[Timer]\\nOnCalendar=*:*:*\\nAccuracySec=1s\\nRandomizedDelaySec=0\\n' > /run/soon && mkdir -p /run/systemd/system/${timer}.d && cp /run/soon /run/systemd/system/${timer}.d/zz-soon.conf && systemctl daemon-reload && systemctl restart ${timer}`,
    )
    await until('the timer has fired', async () => (await list()).some(({ reason }) => reason === 'scheduled'))
    await shellOn('p17', `rm -r /run/systemd/system/${timer}.d && systemctl daemon-reload`)
    await call('p17', snapshotCalls.retentionSet, { on: ['p17'], schedule: 'off' })
    expect(await stateOf()).toBe('disabled\ninactive\n')
    // The snapshots can be seen before the service that took them has said so.
    await until('the journal says what was taken', async () =>
      /^Took \d+ snapshots/m.test(
        await shellOn('p17', 'journalctl -u pc-switcher-scheduled@snapshots.service -o cat --no-pager'),
      ),
    )
  })
})
