/**
 * What this laptop knows of guests. Another version of libvirt may write a definition that it is given with more in it, so both
 * laptops' own digests may differ of what is the same: `own` is what is read here, `common` what both call it.
 */
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import { digestSchema, refusalSchema, type Guest } from '../../guest-verbs.ts'
import { imagesMessages } from '../../messages.ts'

const noteSchema = z.object({ own: digestSchema, common: digestSchema })
type Note = z.infer<typeof noteSchema>
const memorySchema = z.object({
  version: z.literal(1),
  /** By name: as a switch placed it. */
  placed: z.record(z.string(), noteSchema),
  /** By name: as both laptops last had it. */
  equal: z.record(z.string(), noteSchema),
  refused: z.array(refusalSchema),
  /** Of the copies of guests beside the images, as they were written last. Others stand there after a rollback of the images. */
  keptId: z.string().optional(),
  /** A rollback of the images was begun; of which guests switches had placed by then. */
  takeBack: z.object({ placed: z.array(z.string()) }).optional(),
})
export type GuestMemory = z.infer<typeof memorySchema>

const nothing: GuestMemory = { version: 1, placed: {}, equal: {}, refused: [] }

function memoryState(stateFolder: string): StateText<GuestMemory> {
  return {
    path: path.join(stateFolder, 'guests.json'),
    schema: memorySchema,
    without: imagesMessages.withoutGuestMemory({}),
  }
}

export function readGuestMemory(stateFolder: string): GuestMemory {
  return recallState(memoryState(stateFolder)) ?? nothing
}

export function changeGuestMemory(stateFolder: string, change: (memory: GuestMemory) => Partial<GuestMemory>): void {
  const memory = readGuestMemory(stateFolder)
  writeState(memoryState(stateFolder), { ...memory, ...change(memory) })
}

/** What both laptops call it; its own digest where nothing is known of that. */
export function commonDigest({ placed, equal }: GuestMemory, name: string, own: string): string {
  const isThis = (note: Note | undefined): note is Note => note?.own === own
  return [placed[name], equal[name]].find(isThis)?.common ?? own
}

export function guestSinceEqual(memory: GuestMemory, name: string, own: string): Guest['sinceEqual'] {
  const note = memory.equal[name]
  if (note === undefined) return 'never-equal'
  return note.own === own || commonDigest(memory, name, own) === note.common ? 'unchanged' : 'changed'
}

interface Proven {
  readonly guests: readonly Pick<Guest, 'name' | 'digest'>[]
  readonly gone: readonly string[]
}

/** Only those that are still here as they were proven. Of what neither laptop has any more, one of that name is another one. */
export function rememberGuests(stateFolder: string, { guests, gone }: Proven, here: readonly Guest[]): void {
  changeGuestMemory(stateFolder, (memory) => {
    const kept = Object.entries(memory.equal).filter(([name]) => !gone.includes(name))
    const proven = guests.filter(({ name, digest }) => here.some((one) => one.name === name && one.digest === digest))
    const notes = proven.map(({ name, digest }) => {
      const known = [memory.placed[name], memory.equal[name]].find((note) => note?.common === digest)
      return [name, { own: known?.own ?? digest, common: digest }] as const
    })
    return { equal: { ...Object.fromEntries(kept), ...Object.fromEntries(notes) } }
  })
}
