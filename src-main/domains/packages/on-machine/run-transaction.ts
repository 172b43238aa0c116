import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { transactionArgv } from '../../../tools/apt/apt-get.ts'
import type { AptView } from '../../../tools/apt/apt-view.ts'
import { parseAptStatus } from '../../../tools/apt/apt-status-file.ts'
import {
  followDetached,
  startDetached,
  type DetachedOutcome,
  type DetachedWork,
} from '../../../tools/systemd/detached-unit.ts'
import { listDpkgPackages, type DpkgPackage } from '../../../tools/apt/dpkg-query.ts'
import { writeDurably } from '../../../tools/files/durable-file.ts'
import { readActiveStates } from '../../../tools/systemd/systemctl-units.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { AnswerContext } from '../../../machine/machine.ts'
import { describeAction, type PackageAction } from '../model.ts'
import { archivesFolder } from './archives/archive-folders.ts'
import { packagesUnit } from './packages-unit.ts'
import { assessTransaction, isOf, refuseUnfinished, type Undone } from './assess-transaction.ts'
import { isHalfDone, isHeld, isTorn } from './read-health.ts'

const gate = '/usr/lib/pc-switcher/apt-gate'
/** Services that did not run before are not started: the person decides when. */
const startPolicy = '/usr/lib/pc-switcher/start-policy'
const aptTimers = ['apt-daily.timer', 'apt-daily-upgrade.timer']
const environment = {
  ...{ DEBIAN_FRONTEND: 'noninteractive', APT_LISTCHANGES_FRONTEND: 'none', NEEDRESTART_SUSPEND: '1' },
  // What hooks of apt start, and must end.
  PATH: '/usr/lib/pc-switcher/hooks:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
}

export interface AgreedTransaction {
  readonly words: readonly string[]
  readonly view: AptView
  readonly nativeArch: string
  /** What apt would do now. */
  readonly actions: readonly PackageAction[]
  readonly agreed: readonly PackageAction[]
  /** What is left of one that was run before: names of what failed in it. */
  readonly goesOnAfter?: ReadonlySet<string>
}

/** Runs apt in its own unit, held to the agreement. The result is checked with dpkg, which says what of it was not done. */
export async function runTransaction(transaction: AgreedTransaction, context: AnswerContext): Promise<Undone> {
  const folder = join(context.host.stateFolder, 'packages')
  const agreement = join(folder, 'agreed')
  const lines = [`native ${transaction.nativeArch}`, ...transaction.agreed.map(describeAction), 'end']
  writeDurably(agreement, `${lines.join('\n')}\n`)
  const { words, view, goesOnAfter: before } = transaction
  const mayRemove = transaction.actions.some(({ act }) => act === 'remove')
  const mayChangeHeld = await changesHeldAsAgreed(transaction.actions, { signal: context.signal })
  await start(
    {
      description: 'Install and remove packages for a switch',
      argv: transactionArgv({ ...{ words, view, gate, mayRemove, mayChangeHeld }, archives: archivesFolder }),
      env: { ...environment, PC_SWITCHER_AGREED: agreement },
      ...(before === undefined ? {} : { goesOn: true }),
    },
    context,
  )
  const outcome = await followTransaction(context, transaction.actions.length)
  return assessTransaction(transaction.actions, { outcome, before: before ?? new Set() }, { signal: context.signal })
}

/** What was on hold may go when it was agreed to, and what is torn is installed again. Of others apt refuses to change the version. */
async function changesHeldAsAgreed(actions: readonly PackageAction[], options: RunOptions): Promise<boolean> {
  const held = (await listDpkgPackages(options)).filter(isHeld)
  const touched = held.flatMap((one) => actions.filter((action) => isOf(action, one)).map(({ act }) => ({ act, one })))
  return touched.length > 0 && touched.every(({ act, one }) => act === 'remove' || isTorn(one))
}

/**
 * After an interruption: configures unpacked packages. One of which a script fails is left as it is, which the capture tells.
 * Packages torn while being unpacked must be installed again, which the transaction does. Those in `leave` are not tried, unless
 * dpkg itself was interrupted: then it has to go through all of them before anything else is possible.
 */
export async function finishHalfDone(leave: ReadonlySet<string>, context: AnswerContext): Promise<void> {
  const isInterrupted = (await readdir('/var/lib/dpkg/updates')).length > 0
  const known = leave.size === 0 || isInterrupted ? [] : await listDpkgPackages({ signal: context.signal })
  const open = known.filter((one) => isHalfDone(one) && !isTorn(one))
  const isSome = open.some(({ name }) => leave.has(name))
  const others = open.filter(({ name }) => !leave.has(name)).map(nameToDpkg)
  if (isSome && others.length === 0) return
  const which = isSome ? ['--', ...others] : ['-a']
  const argv: [string, ...string[]] = ['dpkg', '--force-confdef', '--force-confold', '--configure', ...which]
  await start({ description: 'Finish an interrupted installation', argv, env: environment }, context)
  refuseUnfinished(await followTransaction(context, 0))
}

function nameToDpkg({ name, architecture }: DpkgPackage): string {
  return architecture === 'all' ? name : `${name}:${architecture}`
}

/** Also attaches to one that an earlier agent started. */
export async function followTransaction(context: AnswerContext, total: number): Promise<DetachedOutcome> {
  const tell = (status: string) => {
    const progress = parseAptStatus(status)
    if (progress === undefined) return
    const steps = total * 2
    context.report({ done: Math.min(progress.ticks, steps), total: steps, unit: 'steps', current: progress.current })
  }
  return followDetached(packagesUnit(context.host.stateFolder), tell, { signal: context.signal })
}

async function start(work: Omit<DetachedWork, 'around' | 'pausedTimers'>, context: AnswerContext): Promise<void> {
  const options = { signal: context.signal }
  await mkdir(join(context.host.stateFolder, 'packages'), { recursive: true, mode: 0o700 })
  const states = await readActiveStates(aptTimers, options)
  const pausedTimers = aptTimers.filter((timer) => states.get(timer) === 'active')
  await startDetached(packagesUnit(context.host.stateFolder), { ...work, around: startPolicy, pausedTimers }, options)
}
