/** Which guests the system's libvirt has on this laptop, and what each needs of a laptop. */
import path from 'node:path'
import { existsSync } from 'node:fs'
import { AppError } from '../../../../kernel/app-error.ts'
import {
  guestFolders,
  hasLibvirt,
  listDefined,
  listDefinedGuests,
  listGuestsThatRun,
  listMachineTypes,
} from '../../../../tools/guests/virsh-guests.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { guestNameSchema, type Guest, type GuestLack, type GuestList } from '../../guest-verbs.ts'
import { elsewhereOf, imagesOf, needsOf } from './guest-disks.ts'
import { commonDigest, guestSinceEqual, readGuestMemory, type GuestMemory } from './guest-memory.ts'
import { isTakingBack } from './keep-guests.ts'
import { digestOfParts, hasTpm, readParts, variablesOf, type GuestParts } from './guest-parts.ts'

export async function readGuestList(stateFolder: string, options: RunOptions): Promise<GuestList> {
  if (!hasLibvirt()) return { kind: 'no-libvirt' }
  try {
    const memory = readGuestMemory(stateFolder)
    // Until they are as the images are that were brought back, what is defined belongs to others.
    if (isTakingBack(memory)) return { kind: 'silent' }
    const defined = (await listDefinedGuests(options)).filter(({ name }) => guestNameSchema.safeParse(name).success)
    const on = defined.length === 0 ? [] : await listGuestsThatRun(options)
    const guests: Guest[] = []
    for (const one of defined) {
      const state = on.find(({ uuid }) => uuid === one.uuid)?.state ?? 'off'
      guests.push({ ...(await describeGuest(await readParts(one, options), memory)), state })
    }
    const names = guests.map(({ name }) => name)
    const gone = Object.keys(memory.equal).filter((name) => !names.includes(name))
    return { kind: 'guests', guests, gone, refused: [...memory.refused] }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'blocked') return { kind: 'silent' }
    throw thrown
  }
}

async function describeGuest(parts: GuestParts, memory: GuestMemory): Promise<Omit<Guest, 'state'>> {
  const { uuid, name, definition } = parts
  const own = await digestOfParts(parts)
  const variables = variablesOf(definition)
  const isElsewhere = variables !== undefined && path.dirname(variables) !== guestFolders.variables
  return {
    uuid,
    name,
    images: [...imagesOf(definition)],
    elsewhere: [...elsewhereOf(definition)],
    hasVariables: parts.variables !== undefined,
    hasTpm: hasTpm(definition),
    snapshots: [...parts.snapshots],
    digest: commonDigest(memory, name, own),
    sinceEqual: guestSinceEqual(memory, name, own),
    ...(isElsewhere ? { variablesAt: variables } : {}),
    needs: needsOf(definition),
  }
}

/** What is not here of all that a guest needs. libvirt is asked only for what somebody needs. */
export async function findLacks(needs: Guest['needs'], options: RunOptions): Promise<readonly GuestLack[]> {
  const { machine, files, networks, pools } = needs
  const knows = async (kind: 'net' | 'pool', names: readonly string[]): Promise<readonly string[]> => {
    if (names.length === 0) return []
    const defined = await listDefined(kind, options)
    return names.filter((name) => !defined.includes(name))
  }
  const isUnknownMachine = machine !== undefined && !(await listMachineTypes(options)).has(machine)
  return [
    ...(isUnknownMachine ? [{ kind: 'machine' as const, name: machine }] : []),
    ...files.filter((file) => !existsSync(file)).map((name) => ({ kind: 'file' as const, name })),
    ...(await knows('net', networks)).map((name) => ({ kind: 'network' as const, name })),
    ...(await knows('pool', pools)).map((name) => ({ kind: 'pool' as const, name })),
  ]
}
