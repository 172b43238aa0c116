/** apt-get(8): what would happen, and the argument lists of what does. Its exit code is 100 for every failure. */
import { fewLines } from '../../kernel/few-lines.ts'
import type { AppError } from '../../kernel/app-error.ts'
import { sourcesAlone, viewOptions, type AptView } from './apt-view.ts'
import { run, type RunOptions, unreadableAnswer, readableByAll } from '../run.ts'
import { toolsMessages } from '../messages.ts'
import { titles } from '../titles/messages.ts'

/** Words for one transaction: "name:arch=version" to install, "name:arch-" to remove. */
export type TransactionWord = string

/** One package in what apt would do; `architecture` is never "all" but the native one then. */
export type SimulatedAction =
  | {
      readonly act: 'put'
      readonly name: string
      readonly architecture: string
      readonly version: string
      readonly before: string | undefined
    }
  | { readonly act: 'remove'; readonly name: string; readonly architecture: string; readonly before: string }

export type Simulation =
  | { readonly kind: 'possible'; readonly actions: readonly SimulatedAction[] }
  | { readonly kind: 'impossible'; readonly words: string }

/** `--reinstall`: a named version that is there is put again, without which a package torn while unpacked is never mended. */
const exactly = ['--no-install-recommends', '--reinstall'] as const
/** Holds count all the same where apt chooses what goes along (apt-get(8)). */
export const changingHeld = '--allow-change-held-packages'
/** Resolved as in the transaction, without a lock. */
export const asInTransaction = ['-o', 'Debug::NoLocking=1', ...exactly] as const

/** Reads only: neither a download nor a lock. Not `-qq`, with which apt 2.6 does not say why something is impossible. */
export async function simulateTransaction(
  words: readonly TransactionWord[],
  nativeArchitecture: string,
  view: AptView,
  options: RunOptions,
): Promise<Simulation> {
  if (words.length === 0 && view.repairs !== true) return { kind: 'possible', actions: [] }
  const { exitCode, stdout, stderr } = await run(
    {
      title: titles.simulateApt({}),
      argv: ['apt-get', '-s', '-q', ...asInTransaction, ...viewOptions(view), 'install', '--', ...words],
      exitCodes: [0, 100],
    },
    options,
  )
  if (exitCode === 100) return { kind: 'impossible', words: fewLines(`${stdout}\n${stderr}`.trim()) }
  return { kind: 'possible', actions: parseSimulation(stdout, nativeArchitecture) }
}

/** Whether what is installed has all that it depends on; without that apt refuses every other change. */
export async function hasBrokenDependencies(options: RunOptions): Promise<boolean> {
  const { exitCode } = await run(
    {
      title: titles.simulateApt({}),
      argv: ['apt-get', '-qq', '-o', 'Debug::NoLocking=1', 'check'],
      exitCodes: [0, 100],
    },
    options,
  )
  return exitCode === 100
}

/** Lines `Inst name[:arch] [old] (new origin [arch]) [culprits]`, `Remv name[:arch] [old]`, `Conf …`. */
export function parseSimulation(text: string, nativeArchitecture: string): readonly SimulatedAction[] {
  const native = (architecture: string | undefined) =>
    architecture === undefined || architecture === 'all' ? nativeArchitecture : architecture
  return text
    .split('\n')
    .filter((line) => /^(Inst|Remv|Purg) /.test(line))
    .map((line): SimulatedAction => {
      const put = /^Inst ([^\s:]+)(?::\S+)? (?:\[([^\]]+)\] )?\((\S+) .*\[(\S+)\]\)/.exec(line)
      if (put?.[1] !== undefined && put[3] !== undefined) {
        return { act: 'put', name: put[1], architecture: native(put[4]), version: put[3], before: put[2] }
      }
      const removed = /^(?:Remv|Purg) ([^\s:]+)(?::(\S+))? \[([^\]]+)\]/.exec(line)
      if (removed?.[1] === undefined || removed[3] === undefined) throw unreadableAnswer('apt-get -s', line)
      return { act: 'remove', name: removed[1], architecture: native(removed[2]), before: removed[3] }
    })
}

export type Refreshed = { readonly kind: 'refreshed' } | { readonly kind: 'not-refreshed'; readonly words: string }

/** `apt-get update`, of which hooks write files for everybody. Without Error-Mode=any it would end with 0 although a source did not answer. */
export function refreshPackageLists(view: AptView, options: RunOptions): Promise<Refreshed> {
  return update(viewOptions(view), options)
}

/** The lists of one file of sources alone, an absolute path; those of the others stay (apt-get(8), sources.list(5)). */
export function refreshListsOf(file: string, view: AptView, options: RunOptions): Promise<Refreshed> {
  return update([...viewOptions(view), ...sourcesAlone(file), '-o', 'APT::Get::List-Cleanup=0'], options)
}

async function update(more: readonly string[], options: RunOptions): Promise<Refreshed> {
  const settings = ['-o', 'APT::Update::Error-Mode=any', '-o', 'Acquire::Retries=1', ...more]
  const { exitCode, stdout, stderr } = await run(
    {
      title: titles.updateApt({}),
      argv: [...readableByAll, 'apt-get', '-qq', ...settings, 'update'],
      exitCodes: [0, 100],
      diesWithAgent: true,
    },
    options,
  )
  return exitCode === 0
    ? { kind: 'refreshed' }
    : { kind: 'not-refreshed', words: fewLines(`${stdout}${stderr}`.trim()) }
}

/**
 * Whether apt can read all sources together: where one stands there twice with different keys, it refuses everything. What it
 * says is not kept: there are passwords in it.
 */
export async function canReadSources(options: RunOptions): Promise<boolean> {
  const { exitCode } = await run(
    { title: titles.listSources({}), argv: ['apt-get', 'indextargets'], exitCodes: [0, 100] },
    options,
  )
  return exitCode === 0
}

export interface TransactionRequest {
  readonly words: readonly TransactionWord[]
  readonly view: AptView
  /** Asked by apt, under its lock and before anything is unpacked, whether exactly this plan was agreed to. */
  readonly gate: string
  /** Where the files of the packages are; nothing is downloaded. */
  readonly archives: string
  readonly mayRemove: boolean
  /** What is on hold is among what it changes. */
  readonly mayChangeHeld: boolean
}

/** The transaction itself, for a unit of its own. Descriptor 3 must be a file: a reader that dies would make apt fail. */
export function transactionArgv(request: TransactionRequest): [string, ...string[]] {
  const { words, view, gate, archives, mayRemove, mayChangeHeld } = request
  const settings = [
    `Dir::Cache::archives=${archives}`,
    `DPkg::Pre-Install-Pkgs::=${gate}`,
    `DPkg::Tools::Options::${gate}::Version=3`,
    'DPkg::Lock::Timeout=60',
    'DPkg::Options::=--force-confdef',
    'DPkg::Options::=--force-confold',
    'Dpkg::Use-Pty=0',
    // One that a script keeps from being unpacked or removed would keep all from being done that comes after it.
    'DPkg::StopOnError=false',
    'APT::Status-Fd=3',
  ]
  const limits = [...(mayRemove ? [] : ['--no-remove']), ...(mayChangeHeld ? [changingHeld] : [])]
  return [
    'apt-get',
    '-y',
    '-q',
    '--no-download',
    ...exactly,
    ...limits,
    ...settings.flatMap((setting) => ['-o', setting]),
    ...viewOptions(view),
    'install',
    '--',
    ...words,
  ]
}

/** What apt's words mean; its exit code does not tell. */
export function refusalOf(output: string): AppError | undefined {
  const holder = /Could not get lock .*?held by process (\d+)(?: \(([^)]+)\))?/.exec(output)
  if (holder !== null) {
    return toolsMessages.packagesBusy({ program: holder[2], pid: holder[1] ?? '' }, { details: output.slice(-2_000) })
  }
  return diskFullOf(output)
}

/** Of a transaction that was not told that it may. A simulation says nothing of it. */
export function changesHeld(output: string): boolean {
  return output.includes('Held packages were changed and -y was used')
}

export function diskFullOf(output: string): AppError | undefined {
  if (!/No space left on device|don't have enough free space/.test(output)) return undefined
  return toolsMessages.packagesDiskFull({}, { details: output.slice(-2_000) })
}
