/**
 * Restores /etc: takes a snapshot first, then does exactly what was shown. Removes nothing that the plan did not name,
 * and can be repeated after an interruption.
 */
import type { Message } from '../../../../kernel/message.ts'
import { lstatSync, rmdirSync, unlinkSync } from 'node:fs'
import path from 'node:path'
import { isErrno } from '../../../../kernel/errno.ts'
import { takeSet } from '../../../../commons/snapshot-sets/on-machine/take-set.ts'
import type { Output } from '../../../../contract/define.ts'
import { toAppError } from '../../../../kernel/app-error.ts'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { syncFileSystem } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { commitWithEtckeeper } from '../../../../tools/etckeeper.ts'
import { bringBack } from '../../../../tools/rsync/rsync-local.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import {
  isSystemdRunning,
  readActiveStates,
  refreshUnit,
  reloadUnitFiles,
} from '../../../../tools/systemd/systemctl-units.ts'
import { proposeServices, touchesUnits, type ServiceProposal } from '../../etc-services.ts'
import type { EtcChoice, EtcInspection, restoreEtc } from '../../etc-verbs.ts'
import { createDescribe } from '../tree/entry-facts.ts'
import { accountsLost } from './etc-accounts.ts'
import { ancestorsOf } from '../restore/read-source.ts'
import type { WorkOptions } from '../tree/work-options.ts'
import { compareEtc, digestChanges, type EtcChange, type EtcComparison, type EtcPlaces } from './compare-etc.ts'
import { filesMessages } from '../../messages.ts'

export interface EtcRequest {
  readonly choice: EtcChoice
  readonly operationId: string
  readonly digest: string
  readonly services: readonly string[]
}

export async function inspectEtc(places: EtcPlaces, choice: EtcChoice, options: RunOptions): Promise<EtcInspection> {
  const comparison = await compareEtc(places, choice, options)
  const describe = createDescribe()
  return {
    changes: comparison.changes.map(({ path: one, kind, before, after }) => ({
      path: one,
      kind,
      ...(before === undefined ? {} : { before: describe(before) }),
      ...(after === undefined ? {} : { after: describe(after) }),
    })),
    keptIdentity: comparison.kept.map((one) => `/etc/${textFromBytePath(one)}`),
    services: [...(await activeServices(comparison.changes, options))],
    notes: notesOf(comparison),
    digest: digestChanges(comparison.changes),
  }
}

export async function restoreEtcHere(
  places: EtcPlaces,
  request: EtcRequest,
  options: WorkOptions,
): Promise<Output<typeof restoreEtc>> {
  const comparison = await compareEtc(places, request.choice, options)
  const { changes, to } = comparison
  if (digestChanges(changes) !== request.digest) throw filesMessages.planChanged({})
  if (changes.length === 0) return { files: 0, bytes: 0, places: [], keptAs: [], reloaded: [], notReloaded: [] }
  const wanted = (await activeServices(changes, options)).filter(({ unit }) => request.services.includes(unit))
  const occasion = filesMessages.beforeEtc({ files: changes.length })
  const { id } = await takeSet(
    places,
    { switchId: request.operationId, reason: 'before-restore', occasion },
    { ...options, report: () => undefined, only: ['system'] },
  )
  options.report({ done: 1, total: 3, unit: 'steps', current: filesMessages.restoring({}) })
  await carryOut(comparison, options)
  await syncFileSystem(to, options)
  options.report({ done: 2, total: 3, unit: 'steps', current: filesMessages.reloading({}) })
  const services = await refreshServices(changes, wanted, options)
  if (to === '/etc')
    await commitWithEtckeeper(`pc-switcher: restored from the snapshot ${request.choice.setId}`, options)
  const files = changes.filter(({ after }) => after !== undefined && after.type !== 'd')
  return {
    files: files.length,
    bytes: files.reduce((sum, { after }) => sum + (after?.type === 'f' ? after.bytes : 0), 0),
    places: changes.slice(0, 200).map((change) => path.join(to, textFromBytePath(change.path))),
    keptAs: [],
    keptSet: id,
    ...services,
  }
}

/** Removals that make way for another type of file come first, all others last. */
async function carryOut({ changes, from, to }: EtcComparison, options: RunOptions): Promise<void> {
  const gone = changes.filter(({ kind }) => kind === 'deleted').reverse()
  const back = changes.filter(({ kind }) => kind !== 'deleted')
  const otherwise = back.filter(({ before, after }) => before !== undefined && before.type !== after?.type)
  const inTheWay = new Set(otherwise.map((change) => change.path))
  const isInTheWay = ({ path: one }: EtcChange): boolean => ancestorsOf(one).some((around) => inTheWay.has(around))
  for (const change of gone.filter(isInTheWay)) remove(to, change)
  const parents = back.flatMap(({ path: one, kind }) => (kind === 'added' ? ancestorsOf(one) : []))
  const missing = parents.filter((around) => !isThere(to, around))
  const paths = [...new Set([...missing, ...back.map((change) => change.path)])]
  await bringBack({ from, to, paths }, options)
  for (const change of gone.filter((one) => !isInTheWay(one))) remove(to, change)
}

/** Only if it is still as shown. A folder only if it is empty. */
function remove(etc: string, { path: one, before }: EtcChange): void {
  const place = placeOf(etc, one)
  const stat = lstatSync(place, { bigint: true, throwIfNoEntry: false })
  if (stat === undefined || before === undefined || String(stat.ino) !== before.inode) return
  try {
    if (stat.isDirectory()) rmdirSync(place)
    else unlinkSync(place)
  } catch (error) {
    if (isErrno(error, 'ENOTEMPTY')) return
    throw error
  }
}

function isThere(etc: string, one: BytePath): boolean {
  return lstatSync(placeOf(etc, one), { throwIfNoEntry: false }) !== undefined
}

function placeOf(etc: string, one: BytePath): Buffer {
  return Buffer.concat([Buffer.from(`${etc}/`), bufferFromBytePath(one)])
}

async function activeServices(changes: readonly EtcChange[], options: RunOptions): Promise<readonly ServiceProposal[]> {
  const proposals = proposeServices(changes.map((change) => textFromBytePath(change.path)))
  if (proposals.length === 0 || !isSystemdRunning()) return []
  const states = await readActiveStates(
    proposals.map(({ unit }) => unit),
    options,
  )
  return proposals.filter(({ unit }) => states.get(unit) === 'active')
}

async function refreshServices(
  changes: readonly EtcChange[],
  services: readonly ServiceProposal[],
  options: RunOptions,
): Promise<{ reloaded: string[]; notReloaded: string[] }> {
  if (!isSystemdRunning()) return { reloaded: [], notReloaded: [] }
  if (touchesUnits(changes.map((change) => textFromBytePath(change.path)))) await reloadUnitFiles(options)
  const reloaded: string[] = []
  const notReloaded: string[] = []
  for (const { unit, how } of services) {
    try {
      await refreshUnit(unit, how, options)
      reloaded.push(unit)
    } catch (thrown) {
      const { message, details } = toAppError(thrown)
      notReloaded.push(`${unit}: ${details ?? message}`)
    }
  }
  return { reloaded, notReloaded }
}

const mostNamed = 5

function notesOf({ changes, from, to, keepsAccounts }: EtcComparison): Message[] {
  const has = (wanted: string): boolean =>
    changes.some(({ path: one }) => one === wanted || one.startsWith(`${wanted}/`))
  const lost = has('passwd') ? accountsLost(to, from) : []
  return [
    ...(keepsAccounts ? [filesMessages.accountsStay({})] : []),
    ...(lost.length > 0 ? [filesMessages.accountsLost({ names: lost.slice(0, mostNamed) })] : []),
    ...(has('shadow') ? [filesMessages.passwordsChange({})] : []),
    ...(has('default/grub') || has('grub.d') ? [filesMessages.updateGrub({})] : []),
    ...(has('initramfs-tools') || has('modprobe.d') ? [filesMessages.updateInitramfs({})] : []),
    ...(has('apt') ? [filesMessages.sourcesChange({})] : []),
  ]
}
