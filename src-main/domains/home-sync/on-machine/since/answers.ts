import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { switchIdSchema } from '../../../../commons/ledger/verbs.ts'
import { relativeBytePathSchema } from '../../../../contract/path-schemas.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { fieldsOf, pathOfKey } from '../../inventory/inventory-entry.ts'
import { homeMessages } from '../../messages.ts'
import { findSaved, readSaved, savedSchema } from '../../since-verbs.ts'
import { readChanges } from '../inventory/record-files.ts'
import { newestBase } from '../memory/bases.ts'
import { heldInventory, heldScan } from '../memory/held-scans.ts'
import { placesOf, type InAgent } from '../places.ts'
import { whatToScan } from '../scan/answers.ts'
import { findFrozen } from '../scan/freeze-home.ts'
import { changesFile, forgetScans, homeFolder, scanFolder } from '../scan/home-folders.ts'
import { placeIn } from '../scan/linked-names.ts'
import { whileScanning } from '../scan/make-room.ts'
import { scanHome, type ScanRequest } from '../scan/scan-home.ts'
import { createCarriedAmong, type CarriedAmong, type SavedFile } from './carried-since.ts'
import { stampTree, treeStampSchema } from '../scan/tree-stamps.ts'

const answerRead = (all: InAgent) =>
  answer(readSaved, async (_input, { host, signal }) => {
    const { stateFolder, areas } = placesOf(all, host)
    return told(await readSavedSince({ stateFolder, home: areas.home }, { signal }), host)
  })

const answerFind = (all: InAgent) =>
  answer(findSaved, async ({ rules }, { host, signal }) =>
    told(
      await findSavedSince(
        { ...(await whatToScan(all, host, rules)), carriedAmong: createCarriedAmong(host, { signal }) },
        { signal },
      ),
      host,
    ),
  )

function told(saved: SavedSinceSwitch | undefined, { person }: { readonly person: { readonly home: string } }) {
  return { home: person.home, ...(saved === undefined ? {} : { saved }) }
}

export const createSinceAnswers = (all: InAgent): readonly Answer[] => [answerRead(all), answerFind(all)]

const noteSchema = z.object({
  version: z.literal(1),
  switchId: switchIdSchema,
  /** Subvolumes inside /home. */
  subvolumes: z.array(relativeBytePathSchema),
  /** When it was looked. */
  at: z.iso.datetime(),
  /** Of those that were known before it was looked. */
  stamps: z.array(treeStampSchema),
  saved: savedSchema,
})

type Note = z.infer<typeof noteSchema>

type Saved = z.infer<typeof savedSchema>

export interface SavedSinceSwitch extends Saved {
  readonly switchId: string
  readonly ageMs?: number
  readonly isCurrent: boolean
}

const nothing: Saved = { files: 0, hidden: 0, names: [] }

const namesAtMost = 20

interface Home {
  readonly stateFolder: string
  readonly home: string
}

/**
 * What was saved in /home since both laptops were last found equal. Whether anything was written at all is told by
 * the kernel, at no cost; what it was, and whether a switch would bring it, by a scan beside what was verified.
 */
export async function readSavedSince(
  { stateFolder, home }: Home,
  options: RunOptions,
): Promise<SavedSinceSwitch | undefined> {
  const switchId = verifiedSwitch(stateFolder)
  if (switchId === undefined) return undefined
  const note = recallState(noteState(stateFolder))
  if (note?.switchId !== switchId) return { switchId, ...nothing, isCurrent: false }
  const isCurrent = isUnwritten(note, await stampNow(home, note.subvolumes, options))
  return { switchId, ...note.saved, ageMs: Math.max(0, Date.now() - Date.parse(note.at)), isCurrent }
}

/** What is written while it looks counts as not looked at. */
export async function findSavedSince(
  {
    carriedAmong = noneCarried,
    ...request
  }: Omit<ScanRequest, 'before' | 'isBeforehand'> & { readonly carriedAmong?: CarriedAmong },
  options: RunOptions,
): Promise<SavedSinceSwitch | undefined> {
  const { stateFolder, areas } = request.places
  const switchId = verifiedSwitch(stateFolder)
  if (switchId === undefined) return undefined
  const before = heldInventory(stateFolder, switchId, 'verified')
  const stamps = await stampNow(areas.home, subvolumesKnown(stateFolder, switchId), options)
  const scan = await whileScanning(() => scanHome({ ...request, before, isBeforehand: true }, options))
  try {
    const saved = await collect(changesFile(scanFolder(stateFolder, scan.scanId)), carriedAmong)
    const subvolumes = [...scan.subvolumes]
    writeState(noteState(stateFolder), { version: 1, switchId, subvolumes, at: scan.at, stamps, saved })
  } finally {
    await forgetScans(stateFolder, [scan.scanId], {})
  }
  return readSavedSince({ stateFolder, home: areas.home }, options)
}

function verifiedSwitch(stateFolder: string): string | undefined {
  const switchId = newestBase(stateFolder)
  return switchId === undefined || heldScan(stateFolder, switchId, 'verified') === undefined ? undefined : switchId
}

function subvolumesKnown(stateFolder: string, switchId: string): readonly BytePath[] {
  const note = recallState(noteState(stateFolder))
  if (note?.switchId === switchId) return note.subvolumes
  const scanId = heldScan(stateFolder, switchId, 'verified')
  return scanId === undefined ? [] : (findFrozen(scanFolder(stateFolder, scanId))?.nested ?? [])
}

async function stampNow(home: string, subvolumes: readonly BytePath[], options: RunOptions): Promise<Note['stamps']> {
  const isThere = subvolumes.every((subvolume) => existsSync(placeIn(home, subvolume)))
  return isThere ? stampTree({ root: home, subvolumes: ['', ...subvolumes] }, options) : []
}

/** A subvolume that came while it was looked has no stamp. */
function isUnwritten({ subvolumes, stamps }: Note, now: Note['stamps']): boolean {
  return ['', ...subvolumes].every((subvolume) => {
    const [then, since] = [stamps, now].map((all) => all.find((one) => one.subvolume === subvolume))
    return then !== undefined && then.uuid === since?.uuid && then.changed === since.changed
  })
}

/** Folders alone are no work, nor is what was only looked at or linked otherwise. */
async function collect(file: string, carriedAmong: CarriedAmong): Promise<Saved> {
  const names: BytePath[] = []
  const hiddenNames: BytePath[] = []
  let files = 0
  let hidden = 0
  for await (const some of inPortions(readSavedFiles(file))) {
    const isCarried = await carriedAmong(some)
    for (const { name } of some) {
      if (isCarried.has(name)) continue
      files += 1
      if (isHidden(name)) hidden += 1
      const shown = isHidden(name) ? hiddenNames : names
      if (shown.length < namesAtMost) shown.push(name)
    }
  }
  return { files, hidden, names: [...names, ...hiddenNames].slice(0, namesAtMost) }
}

const noneCarried: CarriedAmong = () => Promise.resolve(new Set())

async function* readSavedFiles(file: string): AsyncGenerator<SavedFile> {
  for await (const { key, kind, shared } of readChanges(file)) {
    if (kind !== 'touched' && fieldsOf(shared).type !== 'd') yield { name: pathOfKey(key), kind, shared }
  }
}

const askedAtOnce = 2_000

async function* inPortions(files: AsyncIterable<SavedFile>): AsyncGenerator<readonly SavedFile[]> {
  let some: SavedFile[] = []
  for await (const file of files) {
    some.push(file)
    if (some.length < askedAtOnce) continue
    yield some
    some = []
  }
  yield some
}

function isHidden(name: BytePath): boolean {
  return name.split('/').some((part) => part.startsWith('.'))
}

function noteState(stateFolder: string): StateText<Note> {
  return {
    path: path.join(homeFolder(stateFolder), 'saved-since.json'),
    schema: noteSchema,
    without: homeMessages.withoutSavedSince({}),
  }
}
