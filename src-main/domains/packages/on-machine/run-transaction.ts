import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppError } from '../../../kernel/app-error.ts'
import { refusalOf, transactionArgv } from '../../../tools/apt/apt-get.ts'
import type { AptView } from '../../../tools/apt/apt-view.ts'
import { parseAptStatus } from '../../../tools/apt/apt-status-file.ts'
import { whyNotSetUp } from '../../../tools/apt/dpkg-output.ts'
import {
  followDetached,
  startDetached,
  type DetachedOutcome,
  type DetachedWork,
} from '../../../tools/systemd/detached-unit.ts'
import { listDpkgPackages, type DpkgPackage } from '../../../tools/apt/dpkg-query.ts'
import { writeDurably } from '../../../tools/files/durable-file.ts'
import { readActiveStates } from '../../../tools/systemd/systemctl-units.ts'
import type { AnswerContext } from '../../../machine/machine.ts'
import { describeAction, type PackageAction } from '../model.ts'
import { archivesFolder } from './archives/archive-folders.ts'
import { packagesUnit } from './packages-unit.ts'
import { isHalfDone, isTorn } from './read-health.ts'
import { packagesMessages } from '../messages.ts'

const gate = '/usr/lib/pc-switcher/apt-gate'
const aptTimers = ['apt-daily.timer', 'apt-daily-upgrade.timer']
const environment = { DEBIAN_FRONTEND: 'noninteractive', APT_LISTCHANGES_FRONTEND: 'none', NEEDRESTART_SUSPEND: '1' }

export interface AgreedTransaction {
  readonly words: readonly string[]
  readonly view: AptView
  readonly nativeArch: string
  /** What apt would do now. */
  readonly actions: readonly PackageAction[]
  readonly agreed: readonly PackageAction[]
}

/** Runs apt in its own unit, held to the agreement. The result is checked with dpkg. */
export async function runTransaction(transaction: AgreedTransaction, context: AnswerContext): Promise<void> {
  const folder = join(context.host.stateFolder, 'packages')
  const agreement = join(folder, 'agreed')
  const lines = [`native ${transaction.nativeArch}`, ...transaction.agreed.map(describeAction), 'end']
  writeDurably(agreement, `${lines.join('\n')}\n`)
  const { words, view } = transaction
  const mayRemove = transaction.actions.some(({ act }) => act === 'remove')
  await start(
    {
      description: 'Install and remove packages for a switch',
      argv: transactionArgv({ ...{ words, view, gate, mayRemove }, archives: archivesFolder }),
      env: { ...environment, PC_SWITCHER_AGREED: agreement },
    },
    context,
  )
  const outcome = await followTransaction(context, transaction.actions.length)
  await assess(transaction.actions, outcome, context)
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

/** What did not come to its end by itself is gone on with; what was in its way has to go first. */
function refuseUnfinished(outcome: DetachedOutcome): void {
  const known = refusalOf(outcome.output)
  if (known !== undefined) throw known
  if (outcome.kind === 'torn') throw packagesMessages.interrupted({}, { details: outcome.output.slice(-4_000) })
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

async function start(work: Omit<DetachedWork, 'pausedTimers'>, context: AnswerContext): Promise<void> {
  const options = { signal: context.signal }
  await mkdir(join(context.host.stateFolder, 'packages'), { recursive: true, mode: 0o700 })
  const states = await readActiveStates(aptTimers, options)
  const pausedTimers = aptTimers.filter((timer) => states.get(timer) === 'active')
  await startDetached(packagesUnit(context.host.stateFolder), { ...work, pausedTimers }, options)
}

/**
 * apt ends with 100 although its own work succeeded if a package is half-configured. One of which a script fails keeps nothing
 * else from being done: it is unpacked, and told.
 */
async function assess(
  actions: readonly PackageAction[],
  outcome: DetachedOutcome,
  context: AnswerContext,
): Promise<void> {
  const known = await listDpkgPackages({ signal: context.signal })
  const broken = whyNotSetUp(outcome.output)
  if (broken.size > 0) refuseUnfinished(outcome)
  const isUnpacked = (action: PackageAction): boolean =>
    broken.has(action.name) && known.some((one) => isOf(action, one) && isHalfDone(one) && !isTorn(one))
  const missing = actions.filter((action) => !isDone(action, known) && !isUnpacked(action))
  if (missing.length > 0) throw failed(missing, outcome)
}

function isOf({ name, arch }: PackageAction, known: DpkgPackage): boolean {
  return known.name === name && ['all', arch].includes(known.architecture)
}

function isDone(action: PackageAction, known: readonly DpkgPackage[]): boolean {
  const same = known.filter((one) => isOf(action, one))
  const installed = same.filter(({ statusAbbrev }) => statusAbbrev.charAt(1) === 'i')
  if (action.act === 'remove') return installed.length === 0
  return installed.some(({ version }) => version === action.version)
}

function failed(missing: readonly PackageAction[], outcome: DetachedOutcome): AppError {
  const unagreed = /^pc-switcher: not agreed: .*$/m.exec(outcome.output)?.[0]
  if (unagreed !== undefined) {
    return packagesMessages.stoppedByGate({}, { details: unagreed })
  }
  const known = refusalOf(outcome.output)
  if (known !== undefined) return known
  const circumstances = { details: outcome.output.slice(-4_000) }
  if (outcome.kind === 'torn') return packagesMessages.interrupted({}, circumstances)
  return packagesMessages.notFinished({ names: missing.map(({ name }) => name) }, circumstances)
}
