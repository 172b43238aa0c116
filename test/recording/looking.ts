/** Snapshots, files, restoring and rolling back; then what cannot be read. */
import { z } from 'zod'
import { taskEnded } from './recorder.ts'
import type { Story } from './story.ts'

export const looking: Story = async ({ recorder, shell }) => {
  await shell('xps', 'btrfs -q subvolume snapshot -r /home /home/.by-hand')
  await recorder.ask('snapshotsCreate', 'on both', { note: 'Before trying a new kernel' })
  const { snapshots } = await recorder.ask('snapshotsList', 'with one of every kind', {})
  const idOf = (laptop: string, reason: string) =>
    snapshots.find((one) => one.laptop === laptop && one.reason === reason)?.id ?? ''
  const manual = idOf('p17', 'manual')
  const before = idOf('p17', 'before-switch')
  await recorder.ask('snapshotsPin', 'a snapshot', { laptop: 'p17', id: manual, pinned: true })
  await recorder.ask('snapshotsMeasure', 'two snapshots', { laptop: 'p17', ids: [manual, before] })
  await recorder.ask('snapshotsDelete', 'tried out', {
    snapshots: [
      { laptop: 'p17', id: before },
      { laptop: 'p17', id: manual },
    ],
    dryRun: true,
  })
  const policy = {
    allForDays: 0,
    dailyForDays: 0,
    weeklyForWeeks: 0,
    monthlyForMonths: 0,
    leastSwitches: 1,
    mostDiskShare: 0.3,
  }
  await recorder.ask('snapshotsPrune', 'tried out', { dryRun: true, policy })
  await recorder.ask('snapshotsPrune', 'with nothing to delete', { dryRun: true })
  await recorder.ask('retentionSet', 'turned on', { enabled: true, schedule: 'daily' })
  await recorder.ask('snapshotsPrune', 'done', { dryRun: false })
  await recorder.ask('retentionSet', 'turned off', { enabled: false, schedule: 'off' })

  await shell(
    'p17',
    `cd /home/alice; printf 'and a line\\n' >> Documents/plan.md; rm -r Music/0; mv Documents/notes/0 Documents/notes/kept; chmod 700 Public; ln -s Documents/plan.md plan; echo new > 'Documents/späte Notiz.md'
     chown -h alice: plan 'Documents/späte Notiz.md'; echo 'XKBVARIANT="altgr-intl"' >> /etc/default/keyboard; echo 'INTERVAL=5' > /etc/default/practice-service; echo more >> /etc/nanorc`,
  )
  for (const subvolume of ['home', 'system', 'images'] as const) {
    const pairOfTrees = { laptop: 'p17', subvolume, one: manual, other: 'now' }
    const { compareId } = await recorder.watch(`comparing ${subvolume}`, async (watched) => {
      const made = await recorder.ask('compareMake', subvolume, pairOfTrees)
      await watched.until('the task has ended', taskEnded)
      return made
    })
    await recorder.ask('comparePage', subvolume, { laptop: 'p17', compareId, offset: 0, limit: 60 })
    await recorder.ask('compareTree', subvolume, { laptop: 'p17', compareId, path: '' })
    if (subvolume !== 'home') continue
    await recorder.ask('compareTree', 'a folder of home', { laptop: 'p17', compareId, path: 'alice/Documents' })
    await recorder.ask('comparePage', 'searched for plan', {
      laptop: 'p17',
      compareId,
      offset: 0,
      limit: 60,
      search: 'plan',
    })
  }
  const home = { laptop: 'p17', id: manual, subvolume: 'home' }
  await recorder.ask('filesList', 'the home folder', { ...home, path: 'alice' })
  await recorder.ask('filesList', 'odd links', { ...home, path: 'alice/odd/links' })
  await recorder.ask('filesList', 'an empty folder', { ...home, path: 'alice/Templates' })
  await recorder.askInVain('filesList', 'a folder that is not there', { ...home, path: 'alice/nowhere' })
  const sidesOf = (path: string) => [
    { id: manual, path },
    { id: 'now', path },
  ]
  for (const [about, path] of Object.entries({
    'a text': 'alice/Documents/plan.md',
    'a picture': 'alice/Pictures/2026-11/lisbon.jpg',
    'a link': 'alice/plan',
  }))
    await recorder.ask('filesLook', about, { laptop: 'p17', subvolume: 'home', sides: sidesOf(path) })
  await recorder.ask('filesFind', 'plan', { name: 'plan' })
  await recorder.ask('filesVersions', 'the plan', { subvolume: 'home', path: 'alice/Documents/plan.md' })

  const request = { ...home, paths: ['alice/Documents/plan.md'] }
  await recorder.ask('restorePlan', 'beside', { ...request, place: 'beside', onto: 'p17' })
  await recorder.ask('restorePlan', 'onto XPS 13', { ...request, place: 'original', onto: 'xps' })
  const { planId } = await recorder.ask('restorePlan', 'in its place', { ...request, place: 'original', onto: 'p17' })
  await recorder.watch('restoring', async (watched) => {
    await recorder.ask('restoreRun', 'in its place', { planId })
    await watched.until('the task has ended', taskEnded)
  })
  const etc = { laptop: 'p17', id: manual, paths: [] }
  await recorder.ask('etcRestorePlan', 'with its identity', { ...etc, withIdentity: true })
  const made = await recorder.ask('etcRestorePlan', 'all of it', { ...etc, withIdentity: false })
  await recorder.ask('etcRestoreRun', 'all of it', {
    planId: made.planId,
    services: made.services.map(({ unit }) => unit),
  })
  await recorder.ask('activityList', 'after restoring', {})
  await shell('xps', 'btrfs -q subvolume delete /home/.by-hand')
}

export const rollingBack: Story = async ({ recorder, shell }) => {
  const { taken } = await recorder.ask('snapshotsCreate', 'on XPS 13', { on: ['xps'], note: '' })
  const id = taken[0]?.id ?? ''
  const all = { laptop: 'xps', id, subvolumes: ['home', 'system', 'images'] }
  await shell(
    'xps',
    `echo mine > /home/alice/only-now; echo mine > /home/alice/Documents/only-now-too; chown alice: /home/alice/only-now; echo x > /etc/later
    cd /var/lib/libvirt/images; (setsid qemu-io -f qcow2 -c 'sleep 600000' work.qcow2 >/dev/null 2>&1 & echo $! > /tmp/guest)
    systemd-run --quiet --unit=somebody --uid=alice --working-directory=/home/alice sleep 1000; sleep 1`,
  )
  await recorder.ask('rollbackPlan', 'in use', all)
  await shell('xps', 'pkill -F /tmp/guest; systemctl stop somebody; sleep 1')
  await shell('xps', "cp -p /etc/fstab /tmp/fstab; sed -i '/libvirt/s/subvol=[^, ]*/subvolid=999/' /etc/fstab")
  await recorder.ask('rollbackPlan', 'with a subvolume that is refused', all)
  await shell('xps', 'cp -p /tmp/fstab /etc/fstab')
  const whole = await recorder.ask('rollbackPlan', 'everything', all)
  await recorder.ask('rollbackRun', 'at the next start', {
    planId: whole.planId,
    subvolumes: ['home', 'system'],
    when: 'next-start',
  })
  await recorder.ask('rollbackState', 'with an order', {})
  await recorder.ask('rollbackCancel', 'the order', { laptop: 'xps' })
  const home = await recorder.ask('rollbackPlan', 'home', { ...all, subvolumes: ['home'] })
  await recorder.watch('rolling back', async (watched) => {
    await recorder.ask('rollbackRun', 'now', { planId: home.planId, subvolumes: ['home'], when: 'now' })
    await watched.until('the task has ended', taskEnded)
  })
  await recorder.ask('rollbackState', 'done', {})
  await recorder.ask('overview', 'after a rollback', {})
}

const app = '/var/lib/pc-switcher/app'

export const unreadable: Story = async ({ recorder, shell, restartApp }) => {
  await shell('xps', `cd /var/lib/pc-switcher/root/snapshots; echo '{' > "$(ls | sort | head -1)/description.json"`)
  // An agent that has read a description once believes it: it never changes.
  await restartApp()
  await recorder.ask('snapshotsList', 'with one that cannot be read', {})
  const { entries } = await recorder.ask('activityList', 'before a journal is damaged', {})
  const oldest = entries.findLast((entry) => entry.kind === 'switch')
  const journal = `${app}/journals/${oldest?.switchId ?? ''}.jsonl`
  await shell('p17', `sed -i '3s/.*/{/' ${journal}`)
  await recorder.ask('activityList', 'with a journal that cannot be read', {})
  const rules = '/home/alice/system-state/etc.stignore'
  // That of the laptop which has the latest work.
  await shell('xps', `cp -p ${rules} /tmp/rules; printf '#include other\\n' >> ${rules}`)
  await recorder.askInVain('etcList', 'with rules that cannot be read', {})
  await shell('xps', `cp -p /tmp/rules ${rules}`)
  await shell('p17', `mv ${app}/pairing.json /tmp/pairing.json`)
  // The app of a laptop that is not paired is not started with its session: a command makes one of its own.
  await shell('p17', 'systemctl --user --machine=alice@.host stop pc-switcher.service')
  const told = await shell('p17', "runuser -u alice -- pc-switcher call overview '{}' --json")
  recorder.keep('overview', 'without a pairing', valueSchema.parse(JSON.parse(told)).value)
  await shell('p17', `mv /tmp/pairing.json ${app}/pairing.json`)
  await restartApp()
}

/** What `pc-switcher call --json` prints. */
const valueSchema = z.object({ type: z.literal('value'), value: z.unknown() })
