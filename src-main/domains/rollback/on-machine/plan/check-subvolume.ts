/** Whether one subvolume can be rolled back, and when. */
import type { Message } from '../../../../kernel/message.ts'
import type { z } from 'zod'
import { descend } from '../../../../commons/snapshot-sets/on-machine/find-nested.ts'
import { listOwnReadOnlyIds } from '../../../../commons/snapshot-sets/on-machine/whose-subvolume.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import { distinct } from '../../../../kernel/distinct.ts'
import {
  listReadOnlyIds,
  listSubvolumes,
  readSubvolumeId,
  resolveSubvolume,
} from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { readFstab } from '../../../../tools/mounts/fstab.ts'
import { readMountsOf } from '../../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { inspectedSubvolumeSchema } from '../../verbs.ts'
import { findUsers } from '../in-use/find-users.ts'
import { withoutOtherLaptop } from '../in-use/users.ts'
import { outerIndex } from './inner-subvolumes.ts'

import { checkSystem, checkFstab, type Mounted } from './check-system.ts'
import { isWhole, mountsOf } from '../in-use/subvolume-mounts.ts'
import type { OperationSubvolume } from '../state/operation.ts'
import { isPlaceholder } from '../run/safe-place.ts'
import type { LaptopContext } from '../state/context.ts'
import type { InspectionPlaces } from './inspection-places.ts'
import { rollbackMessages, type User } from '../../messages.ts'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { isPartOfSystem } from '../../../../commons/snapshot-sets/on-machine/apart-from-system.ts'

export interface CheckedSubvolume {
  readonly when: z.infer<typeof inspectedSubvolumeSchema>['when']
  readonly users: readonly User[]
  readonly nested: number
  readonly notes: readonly Message[]
}

interface Inner {
  readonly id: number
  readonly path: string
  /** Read-only, and not the person's own: it is not moved. */
  readonly stays: boolean
  readonly isDirect: boolean
}

/** A subvolume that is to go back. */
export interface SubvolumeToRollBack {
  readonly subvolume: OperationSubvolume
  /** Those that go back together, this one among them. */
  readonly all: readonly OperationSubvolume[]
  /** Path of the snapshot that it goes back to. */
  readonly snapshot: string
}

export async function checkSubvolume(
  at: InspectionPlaces,
  context: LaptopContext,
  candidate: SubvolumeToRollBack,
  options: RunOptions,
): Promise<CheckedSubvolume> {
  const { subvolume, snapshot } = candidate
  const inner = await findInner(subvolume, options)
  const carried = sortInner(candidate, inner)
  const found = await findUsers(subvolume, context, options)
  const users = distinct([...personIsHere(subvolume, context), ...withoutOtherLaptop(found.users)])
  const isSystem = subvolume.areas.includes('system')
  const targets = mountsOf(subvolume.oldId, context).filter((mount) => isWhole(mount, subvolume.name))
  const mounted = { ...subvolume, targets: targets.map(({ target }) => textFromBytePath(target)) }
  const system = isSystem ? await checkSystem({ ...at.system, snapshot }, mounted, options) : undefined
  const refusal =
    (await checkSnapshotsElsewhere(at, subvolume, inner, options)) ??
    checkInnerMounts(subvolume, inner, context) ??
    (await checkOuter(candidate, options)) ??
    checkFstab(await readFstab(at.fstab, options), mounted, '/etc/fstab') ??
    (await checkNextFstab(candidate, mounted, options)) ??
    (isSystem ? await checkApart(candidate, at.system.root, context, options) : undefined) ??
    system?.refusal
  const notes = [...carried.notes, ...(system?.notes ?? [])]
  const when: CheckedSubvolume['when'] =
    refusal !== undefined
      ? { kind: 'refused', why: refusal }
      : isSystem
        ? { kind: 'next-start', why: rollbackMessages.isRunningSystem({}) }
        : users.length > 0
          ? { kind: 'next-start', why: rollbackMessages.inUse({ users: users.slice(0, 3), count: users.length }) }
          : { kind: 'now' }
  // The whole running system uses it, so a list of users would say nothing.
  return { when, users: isSystem ? [] : users, nested: carried.count, notes }
}

/** When the system is rolled back too, /etc/fstab is rolled back with it. */
async function checkNextFstab(
  { subvolume, all, snapshot }: SubvolumeToRollBack,
  mounted: Mounted,
  options: RunOptions,
): Promise<Message | undefined> {
  const system = all.find(({ areas }) => areas.includes('system'))
  if (system === undefined || system === subvolume) return undefined
  const file = `${snapshot.slice(0, -subvolume.subvolume.length)}${system.subvolume}/etc/fstab`
  return checkFstab(await readFstab(file, options), mounted, "the snapshot's /etc/fstab")
}

/** A person who asks from this laptop is using it, and their home would be replaced while they work. */
function personIsHere({ areas }: OperationSubvolume, { names }: LaptopContext): readonly User[] {
  return names.isAskedHere && areas.includes('home') ? [{ kind: 'person', name: names.person.name }] : []
}

async function findInner(subvolume: OperationSubvolume, options: RunOptions): Promise<readonly Inner[]> {
  const [listed, readOnly, own] = await Promise.all([
    listSubvolumes(subvolume.root, options),
    listReadOnlyIds(subvolume.root, options),
    listOwnReadOnlyIds(subvolume.root, options),
  ])
  const direct = new Set(listed.filter(({ parentId }) => parentId === subvolume.oldId).map(({ id }) => id))
  const inner: Inner[] = []
  for (const id of descend(listed, subvolume.oldId)) {
    const whole = await resolveSubvolume(id, subvolume.root, options)
    if (whole?.startsWith(`${subvolume.name}/`) !== true) continue
    inner.push({
      id,
      path: whole.slice(subvolume.name.length + 1),
      stays: readOnly.has(id) && !own.has(id),
      isDirect: direct.has(id),
    })
  }
  return inner
}

function sortInner(
  { subvolume, all, snapshot }: SubvolumeToRollBack,
  inner: readonly Inner[],
): { readonly count: number; readonly notes: readonly Message[] } {
  const notes: Message[] = []
  let count = 0
  for (const one of inner) {
    if (!one.isDirect || all.some(({ oldId }) => oldId === one.id)) continue
    const hasPlace = isPlaceholder(snapshot, one.path)
    if (hasPlace && !one.stays) {
      count += 1
      continue
    }
    const why = one.stays ? 'read-only' : 'no-place'
    notes.push(rollbackMessages.nestedStays({ path: textFromBytePath(one.path), title: subvolume.title, why }))
  }
  return { count, notes }
}

async function checkSnapshotsElsewhere(
  { places: { stateFolder } }: InspectionPlaces,
  { oldId, title }: OperationSubvolume,
  inner: readonly Inner[],
  options: RunOptions,
): Promise<Message | undefined> {
  const stateId = await readSubvolumeId(stateFolder, options)
  const isWithin = stateId === oldId || inner.some(({ id }) => id === stateId)
  return isWithin ? rollbackMessages.holdsSnapshots({ title }) : undefined
}

function checkInnerMounts(
  { title }: OperationSubvolume,
  inner: readonly Inner[],
  { mountNamespacePid: pid, device }: LaptopContext,
): Message | undefined {
  const mountedIds = new Set(readMountsOf(pid).flatMap((mount) => (mount.device === device ? [mount.subvolumeId] : [])))
  const mounted = inner.find(({ id }) => mountedIds.has(id))
  return mounted && rollbackMessages.nestedMounted({ path: textFromBytePath(mounted.path), title })
}

/** Together with the one around it: then the snapshot of that one has to have a place for it. */
async function checkOuter(
  { subvolume, all, snapshot }: SubvolumeToRollBack,
  options: RunOptions,
): Promise<Message | undefined> {
  const outer = all[outerIndex(all, subvolume) ?? -1]
  if (outer === undefined || subvolume.inside === undefined) return undefined
  const listed = await listSubvolumes(subvolume.root, options)
  const parent = listed.find(({ id }) => id === subvolume.oldId)?.parentId
  const outerSnapshot = snapshot.slice(0, -subvolume.subvolume.length) + outer.subvolume
  if (parent === outer.oldId && isPlaceholder(outerSnapshot, subvolume.inside.path)) return undefined
  return rollbackMessages.noPlaceInOuter({ outer: outer.title, title: subvolume.title })
}

/**
 * Whether programs and what dpkg knows of them would be of two times afterwards, as a part of the system is mounted by itself, and
 * does not go back too: now, or by what /etc/fstab of the snapshot mounts. `root`: of the running system.
 */
async function checkApart(
  { all, snapshot }: { readonly all: readonly OperationSubvolume[]; readonly snapshot: string },
  root: string,
  { mountNamespacePid: pid, device }: LaptopContext,
  options: RunOptions,
): Promise<Message | undefined> {
  const mounted = new Map(readMountsOf(pid).map((mount) => [textFromBytePath(mount.target), mount]))
  const fstab = path.join(snapshot, 'etc/fstab')
  const entries = existsSync(fstab) ? await readFstab(fstab, options) : []
  const places = [...mounted.keys(), ...entries.map(({ target }) => target)]
  const goesBack = (place: string): boolean => {
    const mount = mounted.get(place)
    return mount?.device === device && all.some(({ oldId }) => oldId === mount.subvolumeId)
  }
  const apart = places.find((place) => isPartOfSystem(root, place) && !goesBack(place))
  return apart === undefined ? undefined : rollbackMessages.mountedApart({ place: apart })
}
