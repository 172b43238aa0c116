/** What a rollback would mean on this laptop: the present subvolumes, who uses them, and whether it is possible. */
import type { Message } from '../../../../kernel/message.ts'
import path from 'node:path'
import { readLedgerFile } from '../../../../commons/ledger/on-machine/ledger-file.ts'
import { assessSpace } from '../../../../commons/disk-space.ts'
import { findLayout, type Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { layoutError } from '../../../../commons/snapshot-sets/on-machine/layout-error.ts'
import { snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import { readOneSet } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { Description, Layout, TakenSubvolume } from '../../../../commons/snapshot-sets/schemas.ts'
import type { Output } from '../../../../contract/define.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { distinct } from '../../../../kernel/distinct.ts'
import { toPlainLine } from '../../../../kernel/terminal-characters.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import { readSubvolumeId, resolveSubvolume, showSubvolume } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { runningConfigFolders } from '../../../../tools/syncthing/person/find-config.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { inspectRollback } from '../../verbs.ts'
import { nestSubvolumes } from './inner-subvolumes.ts'
import { checkSubvolume } from './check-subvolume.ts'
import type { OperationSubvolume } from '../state/operation.ts'
import { withFolder } from '../run/safe-place.ts'
import type { LaptopContext } from '../state/context.ts'
import { findHeld } from '../run/hold-syncthing.ts'
import type { InspectionPlaces } from './inspection-places.ts'
import { rollbackMessages } from '../../messages.ts'
import { existsSync } from 'node:fs'
import { refuseExtra } from '../../../../commons/snapshot-sets/on-machine/find-extra.ts'
import { checkPlace } from '../../../../commons/snapshot-sets/on-machine/check-place.ts'

export type RollbackInspection = Output<typeof inspectRollback> & {
  /** Those that were found, refused ones too. */
  readonly found: readonly OperationSubvolume[]
}
type Inspected = RollbackInspection['subvolumes'][number]

export async function inspect(
  at: InspectionPlaces,
  context: LaptopContext,
  request: { readonly setId: string; readonly subvolumes: readonly string[] },
  options: RunOptions,
): Promise<RollbackInspection> {
  const { stateFolder } = at.places
  const set = findSet(stateFolder, request.setId)
  const layout = await findLayout(at.places, { ...options, partly: true })
  if (layout.kind !== 'ready') throw layoutError(layout)
  const everySubvolume = refusalOfLaptop(stateFolder, layout)
  const looks = []
  for (const wanted of new Set(request.subvolumes))
    looks.push(await findSubvolume(at, set, wanted, { layout, options }))
  const found = nestSubvolumes(looks.flatMap(({ subvolume }) => subvolume ?? []))
  const subvolumes: Inspected[] = []
  const syncthing = syncthingIn(context, found, (one) => snapshotPath(stateFolder, set.id, one.subvolume))
  const notes: Message[] = [...syncthing.notes]
  for (const look of looks) {
    if (look.subvolume === undefined) {
      subvolumes.push({
        ...shown(at, look.taken, look.path),
        when: { kind: 'refused', why: look.refusal },
        users: [],
        nested: 0,
      })
      continue
    }
    const one = found.find(({ subvolume }) => subvolume === look.subvolume.subvolume) ?? look.subvolume
    const snapshot = snapshotPath(stateFolder, set.id, one.subvolume)
    const assessed = await checkSubvolume(at, context, { subvolume: one, all: found, snapshot }, options)
    notes.push(...assessed.notes)
    const { subvolume, title, path: place, oldUuid, snapshotUuid } = one
    const { users, nested } = assessed
    const inTime = assessed.when.kind === 'now' ? (syncthing.when ?? assessed.when) : assessed.when
    const when = everySubvolume === undefined ? inTime : { kind: 'refused' as const, why: everySubvolume }
    subvolumes.push({
      subvolume,
      title,
      path: place,
      when,
      users: [...users],
      nested,
      identity: { subvolume, oldUuid, snapshotUuid },
    })
  }
  return { setAt: set.at, subvolumes, notes: distinct(notes), found }
}

/** What its folders mean for a rollback. One that runs watches them without having them open, and writes its settings itself. */
function syncthingIn(
  { home, names: { person } }: LaptopContext,
  found: readonly OperationSubvolume[],
  treeOf: (subvolume: OperationSubvolume) => string,
): { readonly notes: readonly Message[]; readonly when: Inspected['when'] | undefined } {
  const running = runningConfigFolders(person.uid)
  const backs = found.map((one) => ({ path: one.path, tree: treeOf(one) }))
  const held = findHeld({ home, syncthing: running }, backs)
  const names = (held?.folders ?? []).map((folder) => toPlainLine(folder.label === '' ? folder.id : folder.label))
  const users = [{ kind: 'personal' as const, what: 'Syncthing', name: person.name }]
  return {
    notes: names.length === 0 ? [] : [rollbackMessages.syncthingWaits({ names })],
    when:
      names.length === 0 || running.length === 0
        ? undefined
        : { kind: 'next-start', why: rollbackMessages.inUse({ users, count: 1 }) },
  }
}

function findSet(stateFolder: string, setId: string): Description {
  const content = readOneSet(stateFolder, setId)?.content
  if (content?.kind === 'described') return content.description
  throw content === undefined
    ? rollbackMessages.setGone({}, { details: setId })
    : rollbackMessages.setUnreadable({}, { details: `${setId}: ${content.why.id}` })
}

/** Before anything else is checked. */
function refusalOfLaptop(stateFolder: string, layout: Extract<Layout, { kind: 'ready' }>): Message | undefined {
  const { open } = readLedgerFile(stateFolder)
  if (open !== undefined) return rollbackMessages.switchUnfinished({ from: open.from, to: open.to })
  // File contents need no space, because old and new share them. Metadata does.
  const verdict = assessSpace({ ...layout.space, freeBytes: Number.MAX_SAFE_INTEGER, totalBytes: 0 })
  return verdict.kind === 'enough' ? undefined : rollbackMessages.metadataFull({})
}

type Look = { readonly taken: TakenSubvolume; readonly path: string } & (
  { readonly subvolume: OperationSubvolume } | { readonly subvolume?: undefined; readonly refusal: Message }
)

async function findSubvolume(
  at: InspectionPlaces,
  set: Description,
  wanted: string,
  { layout, options }: { readonly layout: Extract<Layout, { kind: 'ready' }>; readonly options: RunOptions },
): Promise<Look> {
  const { places } = at
  const taken = set.snapshots.find((one) => one.subvolume === wanted)
  if (taken === undefined) throw noSuchSubvolume(wanted)
  const snapshot = await showSubvolume(snapshotPath(places.stateFolder, set.id, wanted), options)
  const { within } = taken
  const outer = within?.subvolume ?? wanted
  const live = layout.subvolumes.find((one) => one.subvolume === outer)
  const earlier = set.snapshots.find((one) => one.subvolume === outer)?.path
  const place = live?.path ?? earlier ?? ''
  const path = within === undefined ? place : `${place}/${textFromBytePath(within.path)}`
  if (live === undefined) return { taken, path, refusal: await whyMissing(places, outer, earlier, options) }
  const identity = await withFolder(live.path, within?.path ?? '', async (open, { ino }) => {
    if (ino !== 256) return undefined
    const id = await readSubvolumeId(open, options)
    return { id, uuid: (await showSubvolume(open, options)).uuid }
  })
  if (identity === undefined) return { taken, path, refusal: rollbackMessages.noSubvolume({ place: path }) }
  const name = await resolveSubvolume(identity.id, live.path, options)
  if (name === undefined || name === '') return { taken, path, refusal: rollbackMessages.isTopLevel({ place: path }) }
  const subvolume: OperationSubvolume = {
    ...shown(at, taken, path),
    areas: within === undefined ? live.areas : [],
    ...(within === undefined ? {} : { within }),
    root: live.path,
    name,
    oldId: identity.id,
    oldUuid: identity.uuid,
    snapshotUuid: snapshot.uuid,
  }
  return { taken, path, subvolume }
}

function shown(
  { titles }: InspectionPlaces,
  { subvolume }: TakenSubvolume,
  place: string,
): Pick<Inspected, 'subvolume' | 'title' | 'path'> {
  return { subvolume, title: titles.get(subvolume) ?? path.normalize(place), path: place }
}

function noSuchSubvolume(subvolume: string): AppError {
  return rollbackMessages.noSuchSubvolume({ subvolume })
}

/** `place` is where the subvolume was seen when the snapshot was taken; sets of the first version do not tell. */
async function whyMissing(
  places: Places,
  subvolume: string,
  place: string | undefined,
  options: RunOptions,
): Promise<Message> {
  if (place === undefined) return rollbackMessages.noSubvolumeAnywhere({})
  if (subvolume.startsWith('extra/')) return whyExtraMissing(places, subvolume, place, options)
  const problem = existsSync(place) ? checkPlace(places.stateFolder, place) : undefined
  return problem === undefined ? rollbackMessages.noSubvolume({ place }) : rollbackMessages.otherMounted({ place })
}

async function whyExtraMissing(
  places: Places,
  subvolume: string,
  place: string,
  options: RunOptions,
): Promise<Message> {
  const known = places.extra?.find(({ name }) => `extra/${name}` === subvolume)
  if (known?.path !== place) return rollbackMessages.extraNotListed({ place })
  const why = await refuseExtra(places, place, options)
  return why === undefined ? rollbackMessages.noSubvolume({ place }) : rollbackMessages.extraUnusable({ place, why })
}
