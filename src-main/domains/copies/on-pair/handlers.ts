import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { listJobs, scheduleJob, startJob } from '../../../commons/jobs/verbs.ts'
import type { Area } from '../../../commons/capability/area.ts'
import { reasonText } from '../../../commons/snapshot-sets/texts.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { placeNameSchema, whereSchema, type CopyView, type PlaceView } from '../../../contract/copies-calls.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import { withS3Server } from '../../../contract/s3-address.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { Machine } from '../../../machine/machine.ts'
import { badWhere } from '../../../commons/places/bad-where.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { hasPassword, keepsCopies } from '../../../commons/places/schemas.ts'
import { copiesMessages } from '../messages.ts'
import { copyKey, isKnownDamaged, type Copy } from '../schemas.ts'
import {
  addPlace,
  bringBackCopy,
  confirmSheet,
  copyIdSchema,
  forgetCopiesPlace,
  inspectPlace,
  listAttached,
  listPlaces,
  lookIntoPlace,
  readSecret,
  type PlaceFacts,
} from '../verbs.ts'
import { keptText, sheetText, taskTitles, whereText } from './texts.ts'

type Keys = Extract<keyof Handlers, `copies${string}`>

export function createCopiesHandlers({
  reach,
  here,
  runTask,
  areas,
  calls,
}: Pick<AppParts, 'reach' | 'here' | 'runTask' | 'areas' | 'calls'>): Pick<Handlers, Keys> {
  const on = (laptop: string | undefined): Promise<Machine> => (laptop === undefined ? here() : reach.named(laptop))
  const view = (machine: Machine, facts: PlaceFacts) => viewPlace(machine, facts, areas)
  return {
    copiesList: async ({ on: laptops }) => {
      const { answers, missing } = await askEach(await reach.all(laptops), async (machine) => {
        const { places } = await machine.call(listPlaces, {})
        return places.map((facts) => view(machine, facts))
      })
      return { places: answers.flat(), missing }
    },
    copiesLook: async ({ laptop, place }) => {
      const machine = await on(laptop)
      return view(machine, await machine.call(lookIntoPlace, { name: named(place) }))
    },
    copiesAttached: async ({ on: laptops }) => {
      const { answers, missing } = await askEach(await reach.all(laptops), async (machine) => {
        const { disks } = await machine.call(listAttached, {})
        return disks.map((disk) => ({ ...disk, laptop: machine.name }))
      })
      return { disks: answers.flat(), missing }
    },
    copiesInspect: async ({ laptop, ...typed }) => {
      const wanted = { ...typed, where: whereMeant(typed.where) }
      const machine = await on(laptop)
      const { notes, ...found } = await machine.call(inspectPlace, wanted)
      return { ...found, notes: notes.map((note) => machine.wording.text(note)) }
    },
    copiesAdd: async ({ laptop, ...typed }) => {
      const wanted = { ...typed, where: whereMeant(typed.where) }
      const name = wanted.name.trim()
      if (!placeNameSchema.safeParse(name).success) throw placesMessages.badName({ name })
      const machine = await on(laptop)
      const facts = await machine.call(addPlace, { ...wanted, name })
      if (keepsCopies(facts.place)) await copyDaily(machine)
      return view(machine, facts)
    },
    copiesForget: async ({ laptop, place, force }) =>
      (await on(laptop)).call(forgetCopiesPlace, { name: named(place), force }),
    copiesRun: async ({ laptop, place, what }, call) => {
      const machine = await on(laptop)
      const { places } = await machine.call(listPlaces, {})
      const meant = places.find((one) => one.place.name === place)
      if (place !== undefined && meant === undefined) throw placesMessages.noPlace({ name: place })
      if (meant !== undefined && !keepsCopies(meant.place))
        throw placesMessages.bundlesAlone({ place: meant.place.name })
      const input = { what, ...(place === undefined ? {} : { place }) }
      const { runId } = await machine.call(startJob, { name: 'copies', input })
      // The job's own words for how far it is.
      const { run } = await calls().jobsFollow({ laptop: machine.name, name: 'copies', runId }, call)
      return { run }
    },
    copiesBringBack: async ({ laptop, place, of, id, subvolumes }, call) => {
      if (!copyIdSchema.safeParse(id).success) throw copiesMessages.noCopy({ id, place })
      const machine = await on(laptop)
      const wanted = { name: named(place), setId: id, subvolumes, ...(of === undefined ? {} : { laptop: of }) }
      const { setId, from, damaged } = await runTask(call, { title: taskTitles.bringBack(place) }, (options) =>
        machine.call(bringBackCopy, wanted, options),
      )
      return { laptop: machine.name, id: setId, ...(damaged.length === 0 ? {} : { from, damaged }) }
    },
    copiesSheet: async ({ laptop, place }) => {
      const machine = await on(laptop)
      const { password, keys, ca, ...facts } = await machine.call(readSecret, { name: named(place) })
      return { text: sheetText({ name: place, laptop: machine.name, facts, password, keys, ca }) }
    },
    copiesConfirmSheet: async ({ laptop, place, words }) => {
      const machine = await on(laptop)
      return view(machine, await machine.call(confirmSheet, { name: named(place), words }))
    },
  }
}

/** Before an agent is asked, which takes no others. */
function whereMeant(typed: string): string {
  const where = withS3Server(typed)
  if (!whereSchema.safeParse(where).success) throw badWhere(where)
  return where
}

function named(name: string): string {
  if (!placeNameSchema.safeParse(name).success) throw placesMessages.noPlace({ name })
  return name
}

/** A place that nobody copies to protects nothing: once a day, from the first one on. */
async function copyDaily(machine: Machine): Promise<void> {
  const [{ jobs }, { places }] = await Promise.all([machine.call(listJobs, {}), machine.call(listPlaces, {})])
  const forCopies = places.filter(({ place }) => keepsCopies(place))
  if (forCopies.length === 1 && jobs.find(({ name }) => name === 'copies')?.schedule.every === 'off')
    await machine.call(scheduleJob, { name: 'copies', schedule: { every: 'daily' } })
}

function viewPlace(machine: Machine, facts: PlaceFacts, areas: readonly Area[]): PlaceView {
  const { place, presence, seenAt, copies, ownKey, room, verified, proven, damaged, failedAt, sheetAt, others } = facts
  const bad = new Set(damaged)
  const viewed = copies.map((copy) => {
    const provenAt = proven[copyKey(copy)]
    const read = provenAt === undefined ? {} : { verifiedAt: provenAt }
    return {
      ...viewCopy(copy, machine, areas),
      ...read,
      isDamaged: isKnownDamaged(copy, bad),
      whose: whoseIs(copy, ownKey),
    }
  })
  return {
    ...{ laptop: machine.name, name: place.name, kind: place.kind, where: whereText(facts), presence },
    ...(seenAt === undefined ? {} : { seenAt }),
    copies: viewed,
    ...(room === undefined ? {} : { room }),
    ...(verified === undefined ? {} : { verified: { at: verified.at, part: verified.part, of: verified.of } }),
    ...(failedAt === undefined ? {} : { damagedSince: failedAt }),
    sheet: !hasPassword(place) ? 'not-needed' : sheetAt === undefined ? 'to-do' : 'confirmed',
    ...viewWork(machine, facts),
    kept: keptText(place),
    ...(others === undefined ? {} : { others }),
  }
}

/** That it was not connected is no news of one that is. */
function viewWork({ wording }: Machine, { work, presence }: PlaceFacts): Pick<PlaceView, 'work'> {
  if (work?.kind !== 'failed') return work === undefined ? {} : { work }
  if (presence === 'there' && work.error.problem.id === placesMessages.notConnected.id) return {}
  return { work: { ...work, error: toWireError(wording.error(work.error)) } }
}

function whoseIs({ owner }: Copy, ownKey: string | undefined): CopyView['whose'] {
  if (owner === undefined) return 'nobody'
  return owner === ownKey ? 'own' : 'other'
}

function viewCopy(copy: Copy, { wording }: Machine, areas: readonly Area[]): Omit<CopyView, 'isDamaged' | 'whose'> {
  const { set, laptop, copiedAt, bytes, isWhole } = copy
  const titleOf = (subvolume: string, path: string | undefined) =>
    areas.find(({ id }) => id === subvolume)?.title ?? path ?? subvolume
  return {
    ...{ id: set.id, laptop, at: set.at, copiedAt, bytes, isWhole },
    description: reasonText(set, wording),
    subvolumes: set.snapshots.map(({ subvolume, path, within }) => ({
      subvolume,
      title: titleOf(subvolume, path ?? (within && textFromBytePath(within.path))),
      ...(path === undefined ? {} : { path }),
    })),
  }
}
