/** The last step of a restore: from the staging folder to the final places. */
import { randomUUID } from 'node:crypto'
import { lstatSync, mkdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { copyFolderAttributes } from '../../../../tools/rsync/rsync-attributes.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import type { RestoreResult } from '../../../../contract/files-calls.ts'
import type { RestorePlace } from '../../restore-schemas.ts'
import { besideName } from './beside-name.ts'
import { join } from '../search/name-index.ts'
import { placeStaged } from './place-staged.ts'
import { outermost } from './read-source.ts'
import type { WorkOptions } from '../tree/work-options.ts'
import { madeFiles } from './inspection-words.ts'
import { outermostMade, type Step } from './inspect-restore.ts'
import type { OpenTree } from '../tree/with-tree.ts'

export interface Finish {
  readonly open: OpenTree
  readonly staged: string
  /** A tree whose folders have the old attributes. */
  readonly attributesFrom: string
  readonly paths: readonly BytePath[]
  readonly place: RestorePlace
  /** When the snapshot was taken. */
  readonly at: Date
  readonly steps: readonly Step[]
}

/** Once begun it is finished even when told to stop, so that restored folders get their attributes. */
export async function finishPlacing(
  finish: Finish,
  { runFolder }: Pick<WorkOptions, 'runFolder'>,
): Promise<Omit<RestoreResult, 'keptSet'>> {
  const { open, staged, paths, place, steps } = finish
  const original = outermost(paths)
  const chosen = place === 'original' ? original : original.map((one) => giveNewName(finish, one))
  const present = new Map(
    steps.flatMap((step) => (step.present === undefined ? [] : [[step.wanted.path, step.present] as const])),
  )
  const { kept } = await placeStaged({
    staged,
    liveRoot: open.root,
    chosen: new Set(chosen),
    present,
  })
  await setFolderAttributes(finish, runFolder)
  const shown = (one: BytePath): string => path.join(open.shown, textFromBytePath(one))
  return { ...madeFiles(steps), places: chosen.map(shown), keptAs: kept.map(shown) }
}

/** Existing folders whose attributes differ or that got new entries. Deepest first. */
async function setFolderAttributes({ open, attributesFrom, steps }: Finish, runFolder: string): Promise<void> {
  const touched = new Set(outermostMade(steps).map(({ wanted }) => folderOf(wanted.path)))
  const folders = steps
    .filter(({ wanted, action }) => action === 'attributes' || (action === 'merge' && touched.has(wanted.path)))
    .map(({ wanted }) => wanted.path)
    .reverse()
  if (folders.length === 0) return
  mkdirSync(runFolder, { recursive: true, mode: 0o700 })
  const configFile = path.join(runFolder, `restore-${randomUUID()}.conf`)
  await copyFolderAttributes({ from: attributesFrom, to: open.root, paths: folders, configFile }, {})
}

/** In the staging folder, which nobody else can change; the new path. */
function giveNewName({ open, staged, at }: Finish, one: BytePath): BytePath {
  const around = folderOf(one)
  const name = around === '' ? one : one.slice(around.length + 1)
  for (let again = 1; ; again += 1) {
    const next = join(around, besideName(name, at, again))
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
