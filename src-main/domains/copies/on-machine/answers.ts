import type { AllInAgent } from '../../../commons/capability/agent-capability.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { copiesMessages } from '../messages.ts'
import {
  addPlace,
  bringBackCopy,
  confirmSheet,
  forgetCopiesPlace,
  inspectPlace,
  listAttached,
  listPlaces,
  lookIntoPlace,
  readSecret,
} from '../verbs.ts'
import { removeHold } from '../../../commons/snapshot-sets/on-machine/holds.ts'
import { add, inspect } from './add-place.ts'
import { bringBack } from './bring-back.ts'
import { readBucket } from '../../../commons/places/on-machine/store/bucket.ts'
import { factsOf, lookInto } from './look-at-places.ts'
import type { PlaceWork } from './opened-copies.ts'
import { recallPlace, rememberPlace, removePlace } from './place-memory.ts'
import { findCopyPlace } from './with-copies.ts'
import { listAttachedDisks } from '../../../commons/places/on-machine/attached-disks.ts'
import { findPlace, readPlaces } from '../../../commons/places/on-machine/places-file.ts'
import { readPassword } from '../../../commons/places/on-machine/place-secrets.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { hasPassword } from '../../../commons/places/schemas.ts'

export const createCopiesAnswers = ({ reliesOn }: Pick<AllInAgent, 'reliesOn'>): readonly Answer[] => [
  answer(listPlaces, (_input, { host }) =>
    Promise.resolve({ places: readPlaces(host.stateFolder).map((place) => factsOf(host, place)) }),
  ),
  answer(lookIntoPlace, ({ name }, { host, signal }) => lookInto(host, findPlace(host.stateFolder, name), { signal })),
  answer(listAttached, async (_input, { host, signal }) => ({
    disks: await listAttachedDisks(readPlaces(host.stateFolder), [host.stateFolder], { signal }),
  })),
  answer(inspectPlace, (wanted, { host, signal }) => inspect(host, wanted, { signal })),
  answer(addPlace, (wanted, { host, signal }) => add(host, wanted, { signal })),
  answer(forgetCopiesPlace, ({ name, force }, { host }) => {
    const place = findPlace(host.stateFolder, name)
    const [first, ...more] = reliesOn(host.stateFolder, name)
    if (first !== undefined) throw placesMessages.reliedOn({ place: name, first, more: more.length })
    const isOpened = hasPassword(place) && recallPlace(host.stateFolder, place.id).sheetAt === undefined
    if (isOpened && !force) throw copiesMessages.sheetNotKept({ place: name })
    removePlace(host.stateFolder, place)
    for (const why of ['copied', 'copying']) removeHold(host.stateFolder, `${why}-${place.id}`)
    return Promise.resolve({})
  }),
  answer(bringBackCopy, async ({ name, ...wanted }, { host, signal, report }) => {
    const work: PlaceWork = { signal, report: (progress) => report({ unit: 'bytes', ...progress }) }
    const back = await bringBack(host, findCopyPlace(host.stateFolder, name), wanted, work)
    return { ...back, damaged: [...back.damaged] }
  }),
  answer(readSecret, ({ name }, { host }) => {
    const place = findCopyPlace(host.stateFolder, name)
    const password = readPassword(host.stateFolder, place.id)
    const { keys, ca } = readBucket(host, place.id)
    return Promise.resolve({
      ...{ ...factsOf(host, place), place },
      ...(password === undefined ? {} : { password }),
      ...(keys === undefined ? {} : { keys }),
      ...(ca === undefined ? {} : { ca }),
    })
  }),
  answer(confirmSheet, ({ name, words }, { host }) => {
    const place = findCopyPlace(host.stateFolder, name)
    const known = new Set((readPassword(host.stateFolder, place.id) ?? '').split(/[\s-]+/))
    const typed = new Set(words.map((word) => word.trim()))
    if (typed.size < Math.min(2, known.size) || ![...typed].every((word) => known.has(word)))
      throw copiesMessages.wrongWords({})
    rememberPlace(host.stateFolder, place.id, { sheetAt: new Date().toISOString() })
    return Promise.resolve(factsOf(host, place))
  }),
]
