/** What is known of a bundle beside its lists: what came of reading all of it here, and where else it was read. */
import path from 'node:path'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { oneAtATime } from '../../../tools/files/one-at-a-time.ts'
import { recallBeside, writeBeside } from './beside-bundle.ts'
import { bundlesMessages } from '../messages.ts'
import { elsewhereSchema, provenSchema, type BundleElsewhere, type ProvenBundle } from '../schemas.ts'
import { bundleFolder } from './bundle-paths.ts'

export const provenState = (stateFolder: string, id: BundleId): StateText<ProvenBundle> => ({
  path: path.join(bundleFolder(stateFolder, id), 'proven.json'),
  schema: provenSchema,
  without: bundlesMessages.withoutProof({}),
})

export function noteProven(stateFolder: string, id: BundleId, isRight: boolean): void {
  writeBeside(stateFolder, provenState(stateFolder, id), { version: 1, at: new Date().toISOString(), isRight })
}

export const elsewhereState = (stateFolder: string, id: BundleId): StateText<BundleElsewhere> => ({
  path: path.join(bundleFolder(stateFolder, id), 'places.json'),
  schema: elsewhereSchema,
  without: bundlesMessages.withoutProof({}),
})

export interface IdentifiedPlace {
  readonly name: string
  /** By which it is known whatever it is called: the UUID of a disk's file system, or the ID of a store. */
  readonly identity: string
}

/** All of it was read from that place just now, and is right. */
export function noteElsewhere(stateFolder: string, id: BundleId, { name: place, identity }: IdentifiedPlace): void {
  changeElsewhere(stateFolder, id, (known) => ({
    places: { ...known.places, [place]: new Date().toISOString() },
    disks: { ...known.disks, [place]: identity },
    damaged: without(known.damaged, place),
  }))
}

/** What was proven of that place is true no more. */
export function noteDamagedElsewhere(stateFolder: string, id: BundleId, place: string): void {
  changeElsewhere(stateFolder, id, (known) => ({
    places: without(known.places, place),
    damaged: { ...known.damaged, [place]: new Date().toISOString() },
  }))
}

/** It is there no more. */
export function forgetElsewhere(stateFolder: string, id: BundleId, place: string): void {
  changeElsewhere(stateFolder, id, (known) => ({
    places: without(known.places, place),
    disks: without(known.disks, place),
    damaged: without(known.damaged, place),
  }))
}

/** All of it was read on the other laptop then, and was right. */
export function noteOnLaptop(stateFolder: string, id: BundleId, laptop: string, at: string): void {
  changeElsewhere(stateFolder, id, (known) => ({ laptops: { ...known.laptops, [laptop]: at } }))
}

function changeElsewhere(
  stateFolder: string,
  id: BundleId,
  change: (known: BundleElsewhere) => Partial<BundleElsewhere>,
): void {
  const state = elsewhereState(stateFolder, id)
  oneAtATime(stateFolder, () => {
    const known = recallBeside(stateFolder, state) ?? { version: 1, places: {} }
    writeBeside(stateFolder, state, { ...known, ...change(known) })
  })
}

const without = (places: Readonly<Record<string, string>> = {}, gone: string): Record<string, string> =>
  Object.fromEntries(Object.entries(places).filter(([name]) => name !== gone))
