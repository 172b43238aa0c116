/** Whether all that the steps write together has room on the laptop that is taken: they may share a disk. */
import type { Preview } from '../contract/preview.ts'
import { groupBy } from '../kernel/group-by.ts'
import * as texts from './texts.ts'

/** One for each file system of that laptop with too little room, at the first of the previews that need it. */
export function withRoomBlockers(
  previews: Readonly<Record<string, Preview>>,
  label: string,
): Readonly<Record<string, Preview>> {
  const needed = Object.entries(previews).flatMap(([stepId, { rooms = [] }]) =>
    rooms.filter(({ bytes }) => bytes > 0).map((room) => ({ ...room, stepId })),
  )
  const short = [...groupBy(needed, ({ fileSystem }) => fileSystem).values()].filter(hasTooLittle)
  return Object.fromEntries(
    Object.entries(previews).map(([stepId, preview]) => {
      const added = short.filter(([first]) => first?.stepId === stepId).map((rooms) => blockerOf(rooms, label))
      return [stepId, added.length === 0 ? preview : { ...preview, blockers: [...preview.blockers, ...added] }]
    }),
  )
}

type Rooms = readonly NonNullable<Preview['rooms']>[number][]

function hasTooLittle(rooms: Rooms): boolean {
  return rooms.reduce((sum, { bytes }) => sum + bytes, 0) >= freeFor(rooms)
}

function blockerOf(rooms: Rooms, label: string): Preview['blockers'][number] {
  return texts.tooLittleRoom({ needed: rooms, free: freeFor(rooms) }, label)
}

/** Each asked at a moment of its own. */
function freeFor(rooms: Rooms): number {
  return Math.min(...rooms.map(({ freeBytes }) => freeBytes))
}
