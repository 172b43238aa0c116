/** Plans and switches: the first one, paused; one with conflicts, cut off and killed; one that differs. */
import { stepIds } from '../../src-main/contract/step-ids.ts'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import { happened } from './recorder.ts'
import { answersTo, plan, planIn, type Story } from './story.ts'

const anyway = { 'checks:holder': 'take-anyway', 'checks:unfinished': 'begin-anew' }

export const fresh: Story = async ({ recorder, shell }) => {
  for (const key of ['overview', 'settingsList', 'doctor', 'activityList', 'etcList', 'snapshotsList'] as const)
    await recorder.ask(key, 'before the first switch', {})
  for (const key of ['rollbackState', 'retentionGet'] as const) await recorder.ask(key, 'before the first switch', {})
  await recorder.ask('etcDecide', 'never', { patterns: ['/cups/printers.conf'], decision: 'never' })
  await plan(recorder, 'the first plan')
  for (const [about, questionId] of Object.entries(looks)) await recorder.ask('switchLook', about, { questionId })
  await recorder.ask('switchDismiss', 'a plan', {})
  await shell(
    'p17',
    `cd /var/lib/libvirt/images; (setsid qemu-io -f qcow2 -c 'sleep 600000' work.qcow2 >/dev/null 2>&1 & echo $! > /tmp/guest); sleep 1`,
  )
  await plan(recorder, 'a plan while a virtual machine runs')
  await shell('p17', 'pkill -F /tmp/guest; sleep 1')
  await recorder.ask('switchDismiss', 'a plan while a virtual machine runs', {})
}

const looks = {
  'a file that differs': 'etc:/practice-editor/editor.conf',
  'a file that only P17 has': 'etc:/sysctl.d/90-practice.conf',
  'a secret': 'etc:/practice notes/räume & "orte".conf',
  'a link': 'etc:/practice notes/current.sh',
}

export const firstSwitch: Story = async ({ recorder }) => {
  await recorder.watch('the first switch, paused and resumed', async (watched) => {
    const { planId, ...made } = await recorder.ask('switchPlan', 'the first switch', { to: 'xps' })
    await watched.until('the plan is made', happened('plan-made'))
    const answers = answersTo(
      { planId, ...made },
      {
        'apt-remove:practice-game:amd64': 'remove',
        'etc:/sysctl.d/90-practice.conf': 'always',
        'etc:/cron.d/practice': 'never',
      },
    )
    await recorder.ask('switchStart', 'the first switch', { planId, answers })
    await watched.until('home files are copied', happened('step-progress', stepIds.home))
    await recorder.ask('switchPause', 'while home files are copied', {})
    await watched.until('it is paused', happened('switch-stopped'))
    await recorder.ask('overview', 'while a switch is paused', {})
    await recorder.ask('switchResume', 'a paused switch', {})
    await watched.until('it is done', happened('switch-finished'))
    await recorder.ask('proofGet', 'the first switch', { switchId: doneId(watched.state()) })
    await recorder.ask('activityLog', 'the first switch', { switchId: doneId(watched.state()) })
    await recorder.ask('switchDismiss', 'a proof', {})
  })
  for (const key of ['overview', 'activityList', 'etcList', 'etcUndecided', 'snapshotsList'] as const)
    await recorder.ask(key, 'after the first switch', {})
}

function doneId(state: SwitchState): string {
  if (state.kind !== 'done') throw new Error(`the switch is ${state.kind}`)
  return state.proof.switchId
}

/** Both laptops went on after the first switch. */
const goOn = {
  p17: `cd /home/alice; printf 'p17 went on\\n' >> Documents/plan.md; rm -r Documents/letters/0; mkdir -p Pictures/2026-11; head -c 3000000 /dev/urandom > Pictures/2026-11/lisbon.jpg
    for i in $(seq 1 60); do head -c 400000 /dev/urandom > "Documents/scan-$i.pdf"; done; chown -R alice:alice Documents Pictures
    printf 'theme = dark\\nfont = Inter\\n' > /etc/practice-editor/editor.conf; echo 'vm.swappiness = 10' >> /etc/sysctl.d/90-practice.conf
    qemu-io -f qcow2 -c 'write -P 33 0 6M' /var/lib/libvirt/images/work.qcow2 >/dev/null`,
  xps: `cd /home/alice; printf 'xps went on\\n' >> Documents/plan.md; echo bought > Documents/todo.txt; printf 'set nu\\n' > .vimrc; chown alice:alice Documents/todo.txt .vimrc
    qemu-io -f qcow2 -c 'write -P 34 0 5M' /var/lib/libvirt/images/work.qcow2 >/dev/null`,
}

export const conflicts: Story = async ({ recorder, shell, cut, mend, killApp }) => {
  await shell('p17', goOn.p17)
  await shell('xps', goOn.xps)
  await plan(recorder, 'a plan after both went on')
  await recorder.watch('a switch whose plan is outdated', async (watched) => {
    const { planId, ...made } = planIn(watched)
    await shell(
      'p17',
      'echo 1 > /etc/profile.d/later.sh; echo new > /home/alice/Documents/later.txt; chown alice: /home/alice/Documents/later.txt; apt-mark manual practice-lib',
    )
    await recorder.askInVain('switchStart', 'an outdated plan', {
      planId,
      answers: answersTo({ planId, ...made }, anyway),
    })
    await watched.until('there is a new plan', happened('plan-made'))
  })
  await recorder.watch('a switch that loses the other laptop', async (watched) => {
    const { planId, ...made } = planIn(watched)
    await recorder.ask('switchStart', 'after both went on', { planId, answers: answersTo({ planId, ...made }, anyway) })
    await watched.until('home files are copied', happened('step-started', stepIds.home))
    await cut('xps')
    await watched.until('it stopped', happened('switch-stopped'))
  })
  for (const key of ['overview', 'snapshotsList', 'retentionGet', 'rollbackState', 'doctor'] as const)
    await recorder.ask(key, 'while XPS 13 does not answer', {})
  await recorder.ask('filesFind', 'while XPS 13 does not answer', { name: 'plan' })
  await recorder.askInVain('switchResume', 'while XPS 13 does not answer', {})
  await mend('xps')
  await recorder.follow(async (watched) => {
    await recorder.ask('switchResume', 'a lost switch', {})
    await watched.until('home files are copied', happened('step-started', stepIds.home))
    await killApp()
  })
  await recorder.watch('what a killed switch leaves', () => Promise.resolve())
  await recorder.ask('overview', 'after a switch was killed', {})
  await recorder.ask('activityList', 'after a switch was killed', {})
  await recorder.follow(async (watched) => {
    await recorder.ask('switchResume', 'a killed switch', {})
    await watched.until('it is done', happened('switch-finished'))
    await recorder.ask('activityLog', 'a switch that stopped twice', { switchId: doneId(watched.state()) })
    await recorder.ask('switchDismiss', 'a switch that stopped twice', {})
  })
}

export const differing: Story = async ({ recorder, shell, cut, mend }) => {
  await shell('p17', 'echo two > /etc/stubborn')
  await shell('xps', 'echo one > /etc/stubborn; chattr +i /etc/stubborn')
  await recorder.watch('a switch that differs', async (watched) => {
    const made = await recorder.ask('switchPlan', 'with a file that XPS 13 protects', { to: 'xps' })
    await watched.until('the plan is made', happened('plan-made'))
    const answers = answersTo(made, { ...anyway, 'etc:/stubborn': 'always' })
    await recorder.ask('switchStart', 'with a file that XPS 13 protects', { planId: made.planId, answers })
    await watched.until('it stopped', happened('switch-stopped'))
    await shell('xps', 'chattr -i /etc/stubborn')
    await recorder.ask('switchResume', 'what differed', {})
    await watched.until('it is done', happened('switch-finished'))
    await recorder.ask('switchDismiss', 'what differed', {})
  })
  await recorder.ask('overview', 'after three switches', {})
  await recorder.ask('activityList', 'after three switches', {})
  await plan(recorder, 'a plan with nothing to do')
  await recorder.ask('switchDismiss', 'a plan with nothing to do', {})
  await recorder.watch('a plan while XPS 13 does not answer', async (watched) => {
    const asked = recorder.askInVain('switchPlan', 'while XPS 13 does not answer', { to: 'xps' })
    // A laptop that is known not to answer is not planned with.
    await watched.until('the plan is begun', happened('plan-started'))
    await cut('xps')
    await asked
    await watched.until('the plan failed', happened('plan-failed'))
    await recorder.ask('switchDismiss', 'a plan that failed', {})
  })
  await mend('xps')
}
