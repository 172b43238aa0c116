/** From the staging folder to the final places, and what follows for the folders around. */
import { lstatSync, renameSync } from 'node:fs'
import path from 'node:path'
import { databaseOf } from '../../../../commons/file-sets/what-makes-one.ts'
import type { Message } from '../../../../kernel/message.ts'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { placeWhole } from '../../../../commons/placing/on-machine/place-whole.ts'
import { newPlacingId } from '../../../../commons/placing/on-machine/placing-file.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import type { RestoreResult } from '../../../../contract/files-calls.ts'
import type { RestorePlace } from '../../restore-schemas.ts'
import { join } from '../search/name-index.ts'
import { expectedIn, isLeft, placeRestored } from './place-restored.ts'
import { outermost } from '../tree/ancestors.ts'
import type { Noted } from './restore-note.ts'
import { linesOfStaged } from './staged-lines.ts'
import { madeFiles } from './inspection-words.ts'
import { outermostMade, type RestoreStep } from './inspect-restore.ts'
import type { OpenTree } from '../tree/with-tree.ts'
import { besideName } from '../../../../commons/placing/beside-name.ts'

export interface Finish extends Noted {
  readonly stateFolder: string
  readonly open: OpenTree
  readonly staged: string
  /** A tree whose folders have the old attributes. */
  readonly attributesFrom: string
  /** That tree is a snapshot of this laptop. */
  readonly isOwn: boolean
  /** The set that was taken first. */
  readonly keptSet: string
  readonly paths: readonly BytePath[]
  readonly place: RestorePlace
  /** When the snapshot was taken. */
  readonly at: Date
  readonly steps: readonly RestoreStep[]
}

/** What a restore tells the app, whose words what was left gets there. */
export type Finished = Omit<RestoreResult, 'left'> & { readonly left: { path: string; why: Message }[] }

/** Once begun it is finished even when told to stop, so that restored folders get their attributes. */
export async function finishPlacing(finish: Finish): Promise<Finished> {
  const { stateFolder, open, staged, paths, place, steps, keptSet } = finish
  const original = outermost(paths)
  const chosen = place === 'original' ? original : giveNewNames(finish, original)
  const expectedRoot = expectedIn(stateFolder, keptSet, finish.subvolume)
  const going = steps.flatMap(({ wanted, action }) => (action === 'remove' ? [wanted.path] : []))
  const lines = [
    ...going.map((one) => ({ path: one, action: 'remove' as const })),
    ...linesOfStaged({ staged, liveRoot: open.root, chosen: new Set(chosen) }),
  ]
  const request = { liveRoot: open.root, sourceRoot: staged, expectedRoot, lines }
  const restored = await placeRestored({ ...finish, request }, {})
  await setFolderAttributes(finish, expectedRoot)
  const shown = (one: BytePath): string => path.join(open.shown, textFromBytePath(one))
  const isStaying = isLeft(restored)
  const newNameOf = newNames(original, chosen)
  const done = restored.left.length === 0 ? steps : steps.filter(({ wanted }) => !isStaying(newNameOf(wanted.path)))
  return {
    ...madeFiles(done),
    places: chosen.filter((one) => !isStaying(one)).map(shown),
    keptAs: restored.keptAs.map(shown),
    keptSet,
    left: restored.left.map(({ path: one, why }) => ({ path: shown(one), why })),
  }
}

/** `chosen`: the new names of `original`, in the same order. */
function newNames(original: readonly BytePath[], chosen: readonly BytePath[]): (path: BytePath) => BytePath {
  return (one) => {
    const index = original.findIndex((each) => one === each || one.startsWith(`${each}/`))
    const [from = '', to = ''] = [original[index], chosen[index]]
    return `${to}${one.slice(from.length)}`
  }
}

/** Existing folders whose attributes differ or that got new entries. Deepest first. */
async function setFolderAttributes(
  { open, attributesFrom, isOwn, steps }: Finish,
  expectedRoot: string | undefined,
): Promise<void> {
  const touched = new Set(outermostMade(steps).map(({ wanted }) => folderOf(wanted.path)))
  const lines = steps
    .filter(({ wanted, action }) => action === 'attributes' || (action === 'merge' && touched.has(wanted.path)))
    .map(({ wanted: { path: one } }) => ({ path: one, action: 'place' as const }))
    .reverse()
  if (lines.length === 0) return
  const request = { liveRoot: open.root, sourceRoot: attributesFrom, expectedRoot, isOwn, lines }
  await placeWhole({ ...request, id: newPlacingId() }, () => undefined, {})
}

/** In the same order. What stands beside a database is called by the new name of that, so that it is still found there. */
function giveNewNames(finish: Finish, original: readonly BytePath[]): readonly BytePath[] {
  const besides = original.flatMap((one): { readonly one: BytePath; readonly database: BytePath }[] => {
    const database = databaseOf(one)
    return database !== undefined && original.includes(database) && one.startsWith(database) ? [{ one, database }] : []
  })
  const isBeside = new Set(besides.map(({ one }) => one))
  const renamed = new Map(original.filter((one) => !isBeside.has(one)).map((one) => [one, giveNewName(finish, one)]))
  for (const { one, database } of besides) {
    const next = `${renamed.get(database) ?? database}${one.slice(database.length)}`
    renameSync(inside(finish.staged, one), inside(finish.staged, next))
    renamed.set(one, next)
  }
  return original.map((one) => renamed.get(one) ?? one)
}

/** In the staging folder, which nobody else can change; the new path. */
function giveNewName({ open, staged, at }: Finish, one: BytePath): BytePath {
  const around = folderOf(one)
  const name = around === '' ? one : one.slice(around.length + 1)
  for (let again = 1; ; again += 1) {
    const next = join(around, restoredName(name, at, again))
    if (statInside(open.root, next) !== undefined || isStaged(staged, next)) continue
    renameSync(inside(staged, one), inside(staged, next))
    return next
  }
}

function folderOf(one: BytePath): BytePath {
  return one.slice(0, Math.max(0, one.lastIndexOf('/')))
}

function isStaged(staged: string, one: BytePath): boolean {
  return lstatSync(inside(staged, one), { throwIfNoEntry: false }) !== undefined
}

function inside(staged: string, one: BytePath): Buffer {
  return Buffer.concat([Buffer.from(`${staged}/`), bufferFromBytePath(one)])
}

/** "report (from 18 Nov 18.12).odt"; with `again` above 1 a number too. */
export function restoredName(name: BytePath, at: Date, again: number): BytePath {
  return besideName(name, `from ${dayOf(at)} ${timeOf(at)}`, again)
}

function dayOf(at: Date): string {
  const year = at.getFullYear() === new Date().getFullYear() ? '' : ` ${at.getFullYear()}`
  return `${at.getDate()} ${at.toLocaleDateString('en-GB', { month: 'short' })}${year}`
}

function timeOf(at: Date): string {
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join('.')
}
