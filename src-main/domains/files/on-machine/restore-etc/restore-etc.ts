/**
 * Restores /etc: takes a snapshot first, then does exactly what was shown, by the placer. Removes nothing that the plan did
 * not name, and can be repeated after an interruption.
 */
import path from 'node:path'
import type { ChangedEtc, EtcService } from '../../../../commons/etc-effects/effects.ts'
import { activeServicesFor, effectsToSay, takeEffect } from '../../../../commons/etc-effects/on-machine/take-effect.ts'
import { takeSet } from '../../../../commons/snapshot-sets/on-machine/take-set.ts'
import type { Output } from '../../../../contract/define.ts'
import { toAppError } from '../../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { Message } from '../../../../kernel/message.ts'
import { commitWithEtckeeper } from '../../../../tools/etckeeper.ts'
import type { PlaceLine } from '../../../../tools/files/place-lines.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { refreshUnit } from '../../../../tools/systemd/systemctl-units.ts'
import type { EtcChoice, EtcInspection, restoreEtc } from '../../etc-verbs.ts'
import { filesMessages } from '../../messages.ts'
import { isLeft, placeRestored, type Restored } from '../restore/place-restored.ts'
import { ancestorsOf } from '../tree/ancestors.ts'
import { forgetRestore, noteRestore } from '../restore/restore-note.ts'
import { sweepRestores } from '../restore/sweep.ts'
import { createDescribe } from '../tree/entry-facts.ts'
import { factsOfStat } from '../tree/stat-facts.ts'
import type { WorkOptions } from '../tree/work-options.ts'
import {
  compareEtc,
  digestChanges,
  type EtcChange,
  type EtcComparison,
  type EtcPlaces,
  accountsLost,
} from './compare-etc.ts'
import { findEtc, systemSubvolume } from './find-etc.ts'

export interface EtcRequest {
  readonly choice: EtcChoice
  readonly operationId: string
  readonly digest: string
  readonly services: readonly string[]
}

export async function inspectEtc(places: EtcPlaces, choice: EtcChoice, options: RunOptions): Promise<EtcInspection> {
  const comparison = await compareEtc(places, choice, options)
  const changed = comparison.changes.map(asChanged)
  const describe = createDescribe()
  return {
    changes: comparison.changes.map(({ path: one, kind, before, after }) => ({
      path: one,
      kind,
      ...(before === undefined ? {} : { before: describe(before) }),
      ...(after === undefined ? {} : { after: describe(after) }),
    })),
    shutting: comparison.shutting.map(({ path: one, why }) => ({ path: textFromBytePath(one), why })),
    keptIdentity: comparison.kept.map((one) => `/etc/${textFromBytePath(one)}`),
    services: (await activeServicesFor(changed, options)).map(proposalOf),
    toRun: isLive(comparison) ? [...effectsToSay(changed, comparison.from)] : [],
    notes: notesOf(comparison),
    digest: digestChanges(comparison.changes),
  }
}

export async function restoreEtcHere(
  places: EtcPlaces,
  request: EtcRequest,
  options: WorkOptions,
): Promise<Output<typeof restoreEtc>> {
  await sweepRestores(places, options)
  const comparison = await compareEtc(places, request.choice, options)
  const { changes, to } = comparison
  if (digestChanges(changes) !== request.digest) throw filesMessages.planChanged({})
  if (changes.length === 0)
    return { files: 0, bytes: 0, places: [], keptAs: [], left: [], reloaded: [], notReloaded: [] }
  const wanted = (await activeServicesFor(changes.map(asChanged), options)).filter(({ unit }) =>
    request.services.includes(unit),
  )
  const occasion = filesMessages.beforeEtc({ files: changes.length })
  const { id } = await takeSet(
    places,
    { switchId: request.operationId, reason: 'before-restore', occasion },
    { ...options, report: () => undefined, only: ['system'] },
  )
  options.report({ done: 1, total: 3, unit: 'steps', current: filesMessages.restoring({}) })
  const restored = await carryOut(places, request, comparison, id)
  options.report({ done: 2, total: 3, unit: 'steps', current: filesMessages.reloading({}) })
  const isStaying = isLeft(restored)
  const done = changes.filter((change) => !isStaying(change.path))
  const services = await refreshAll(isLive(comparison) ? done : [], wanted, options)
  if (isLive(comparison))
    await commitWithEtckeeper(`pc-switcher: restored from the snapshot ${request.choice.setId}`, options)
  const shown = (one: BytePath): string => path.join(to, textFromBytePath(one))
  const files = done.filter(({ after }) => after !== undefined && after.type !== 'd')
  return {
    files: files.length,
    bytes: files.reduce((sum, { after }) => sum + (after?.type === 'f' ? after.bytes : 0), 0),
    places: done.slice(0, 200).map((change) => shown(change.path)),
    keptAs: restored.keptAs.map(shown),
    keptSet: id,
    left: restored.left.map(({ path: one, why }) => ({ path: shown(one), why })),
    ...services,
  }
}

/** Exactly the lines of what was shown. What is no longer as in the snapshot that was taken first is left alone. */
async function carryOut(
  places: EtcPlaces,
  { choice: { setId }, operationId, digest }: EtcRequest,
  { changes, from, to }: EtcComparison,
  keptSet: string,
): Promise<Restored> {
  const { stateFolder } = places
  const expectedRoot = await findEtc(places, keptSet, {})
  if (digestChanges(changes.map((change) => asIn(expectedRoot, change))) !== digest) throw filesMessages.planChanged({})
  const noted = { operationId, subvolume: systemSubvolume }
  noteRestore(stateFolder, noted, setId)
  try {
    const request = { liveRoot: to, sourceRoot: from, expectedRoot, isOwn: true, lines: linesOfEtc({ changes, to }) }
    return await placeRestored({ ...noted, stateFolder, request, keptSet, etcSet: setId }, {})
  } finally {
    forgetRestore(stateFolder, operationId)
  }
}

function asIn(root: string, { path: one, kind }: EtcChange) {
  const stat = statInside(root, one)
  return { path: one, kind, before: stat === undefined ? undefined : factsOfStat(stat) }
}

/** Whether it is this laptop's own: what is asked of programs is about that. */
const isLive = ({ to }: Pick<EtcComparison, 'to'>): boolean => to === '/etc'

/** `after`: as it will be. */
function asChanged({ path: one, after }: EtcChange): ChangedEtc {
  return { path: textFromBytePath(one), isGone: after === undefined }
}

function proposalOf({ unit, how, path: one, isUnitFile }: EtcService): EtcInspection['services'][number] {
  const why = isUnitFile
    ? filesMessages.unitFileChanges({ path: one })
    : filesMessages.configurationChanges({ path: one })
  return { unit, how, why }
}

async function refreshAll(
  changes: readonly EtcChange[],
  services: readonly EtcService[],
  options: RunOptions,
): Promise<{ reloaded: string[]; notReloaded: string[] }> {
  const failed = await takeEffect(changes.map(asChanged), options)
  const reloaded: string[] = []
  const notReloaded = failed.map(({ argv, why }) =>
    [argv.join(' '), why].filter((part) => part !== undefined).join(': '),
  )
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
    ...(has('apt') ? [filesMessages.sourcesChange({})] : []),
  ]
}

/**
 * What the placer is asked to do in /etc, in an order that is safe to stop after each line. What makes way for
 * something of another kind goes first, everything else last. Folders get their times at the end.
 */
function linesOfEtc({ changes, to }: Pick<EtcComparison, 'changes' | 'to'>): readonly PlaceLine[] {
  const gone = changes.filter(({ kind }) => kind === 'deleted').reverse()
  const back = changes.filter(({ kind }) => kind !== 'deleted')
  const inTheWay = new Set(back.filter(isOtherwise).map((change) => change.path))
  const isInTheWay = ({ path: one }: EtcChange): boolean => ancestorsOf(one).some((around) => inTheWay.has(around))
  const missing = missingFolders(back, to)
  const folders = back.flatMap(({ path: one, after }) => (after?.type === 'd' ? [one] : []))
  return [
    ...gone.filter(isInTheWay).map(removal),
    ...distinct([...missing, ...back.map((change) => change.path)]).map(placing),
    ...gone.filter((change) => !isInTheWay(change)).map(removal),
    ...distinct([...missing, ...folders])
      .reverse()
      .map(placing),
  ]
}

function isOtherwise({ before, after }: EtcChange): boolean {
  return before !== undefined && before.type !== after?.type
}

function missingFolders(back: readonly EtcChange[], etc: string): readonly BytePath[] {
  const parents = back.flatMap(({ path: one, kind }) => (kind === 'added' ? ancestorsOf(one) : []))
  return distinct(parents).filter((around) => statInside(etc, around) === undefined)
}

/** Outer ones first. */
function distinct(paths: readonly BytePath[]): BytePath[] {
  return [...new Set(paths)].sort()
}

function placing(path: BytePath): PlaceLine {
  return { path, action: 'place' }
}

function removal({ path }: EtcChange): PlaceLine {
  return { path, action: 'remove' }
}
