/** Virtual machines and disk images of both laptops side by side, and what their containers hold. Changes nothing. */
import { randomUUID } from 'node:crypto'
import type { AppParts, CapabilityPage } from '../../../../commons/capability/app-capability.ts'
import { readKept } from '../../../../commons/kept/on-pair/kept-file.ts'
import type { Machine } from '../../../../machine/machine.ts'
import { findGuestLacks, listGuests, type Guest, type GuestLack, type GuestList } from '../../guest-verbs.ts'
import { listImages, type Image } from '../../verbs.ts'
import { guestsIn, guestKey } from '../guest-fates.ts'
import * as texts from './texts.ts'
import { imageKind, keptNames } from '../probe-images.ts'

interface Side {
  readonly label: string
  readonly list: GuestList
  readonly images: readonly Image[]
  /** By UUID, of guests that only the other laptop has: what they would lack here. */
  readonly lacks: ReadonlyMap<string, readonly GuestLack[]>
}

export const machinesPage: CapabilityPage = {
  ...{ id: 'machines', title: texts.title, room: 'travels', does: texts.does },
  rulesFor: [imageKind, 'container'],
  read: async (parts) => {
    const [sides, containers, kept] = await Promise.all([
      readSides(parts),
      parts.calls().containersList({}, { callId: randomUUID() }),
      parts.workState.read(async ({ state }) => ({ rules: await readKept(state) })),
    ])
    const ruled = keptNames(kept.rules)
    const guests = namesIn(sides).map((name) => guestRow(name, sides, ruled))
    const disks = looseImages(sides).map((name) => texts.diskRow(name, sides.map(diskOn(name)), ruled.has(name)))
    const labels = { here: containers.here.label, there: containers.there.label }
    const volumes = containers.volumes.map((one) => texts.volumeRow(one, labels))
    const images = containers.images.map((one) => texts.imageRow(one, labels))
    const troubles = [
      ...sides.flatMap(({ label, list }) => texts.guestTrouble(list, label) ?? []),
      ...containers.troubles,
    ]
    return {
      lead: texts.lead({ guests, disks, volumes, images }, troubles.length === 0),
      sections: [
        { title: texts.notKnown, rows: troubles.map(texts.troubleRow) },
        { title: texts.guests, rows: guests },
        { title: texts.disks, rows: disks },
        { title: texts.volumes, rows: volumes },
        { title: texts.images, rows: images },
      ].filter(({ rows }) => rows.length > 0),
    }
  },
}

async function readSides({ reach }: Pick<AppParts, 'reach'>): Promise<readonly Side[]> {
  const machines = await reach.both()
  const found = await Promise.all(
    machines.map(async (machine) => {
      const [list, images] = await Promise.all([machine.call(listGuests, {}), machine.call(listImages, {})])
      return { machine, list, images: images.kind === 'images' ? images.images : [] }
    }),
  )
  return Promise.all(
    found.map(async ({ machine, list, images }) => {
      const others = found.flatMap((other) => (other.machine === machine ? [] : guestsIn(other.list).guests))
      const own = new Set(guestsIn(list).guests.map(({ uuid }) => uuid))
      const coming = list.kind === 'guests' ? others.filter(({ uuid }) => !own.has(uuid)) : []
      return { label: machine.label, list, images, lacks: await lacksOn(machine, coming) }
    }),
  )
}

async function lacksOn(machine: Machine, guests: readonly Guest[]): Promise<Side['lacks']> {
  if (guests.length === 0) return new Map()
  const asked = guests.map(({ uuid, needs }) => ({ uuid, needs }))
  const { lacks } = await machine.call(findGuestLacks, { guests: asked })
  return new Map(lacks.map((one) => [one.uuid, one.lacks]))
}

function namesIn(sides: readonly Side[]): readonly string[] {
  return [...new Set(sides.flatMap(({ list }) => guestsIn(list).guests.map(({ name }) => name)))].sort()
}

/** Images that belong to no virtual machine of either laptop: they travel as well. */
function looseImages(sides: readonly Side[]): readonly Image['name'][] {
  const used = new Set(sides.flatMap(({ list }) => guestsIn(list).guests.flatMap(({ images }) => images)))
  const names = new Set(sides.flatMap(({ images }) => images.map(({ name }) => name)))
  return [...names].filter((name) => !used.has(name)).sort()
}

function diskOn(wanted: Image['name']) {
  return ({ label, images }: Side) => ({ label, image: images.find(({ name }) => name === wanted) })
}

function guestRow(name: string, sides: readonly Side[], kept: ReadonlySet<string>) {
  const seen = sides.map(({ label, list, images, lacks }) => {
    const guest = guestsIn(list).guests.find((one) => one.name === name)
    const disks = images.filter((image) => guest?.images.includes(image.name) === true)
    return { label, isKnown: list.kind !== 'silent', guest, disks, lacks }
  })
  const isKept =
    kept.has(guestKey(name)) || seen.some(({ guest }) => guest?.images.some((image) => kept.has(image)) === true)
  const uuids = new Set(seen.flatMap(({ guest }) => guest?.uuid ?? []))
  const lacking = seen.flatMap(({ label, lacks }) =>
    [...uuids].map((uuid) => ({ label, lacks: lacks.get(uuid) ?? [] })),
  )
  return texts.guestRow({ name, sides: seen, lacking: lacking.filter(({ lacks }) => lacks.length > 0), isKept })
}
