/**
 * Who this laptop is, however it is called: identity.json of its state, which stays when the laptop is renamed, rolled back, or paired
 * with another one. A system that is installed anew is another laptop.
 */
import { readForeign } from '../../../tools/files/foreign-file.ts'
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import path from 'node:path'
import type { StateText } from '../../../kernel/state-text.ts'
import { readState, removeState, writeState } from '../../../tools/files/state-file.ts'
import { identityNameSchema, identitySchema, type LaptopIdentity } from '../identity-name.ts'
import { laptopMessages } from '../messages.ts'

const identityState = (stateFolder: string): StateText<LaptopIdentity> => ({
  path: path.join(stateFolder, 'identity.json'),
  schema: identitySchema,
  without: laptopMessages.withoutIdentity({}),
})

/** Undefined before it has one. AppError "state-unreadable": nobody may guess which laptop this is. */
export function findIdentity(stateFolder: string): LaptopIdentity | undefined {
  return readState(identityState(stateFolder))
}

/** Makes one where there is none, durably. `wanted`: the name it gets then. */
export function haveIdentity(stateFolder: string, wanted = nameNow()): LaptopIdentity {
  const known = findIdentity(stateFolder)
  if (known !== undefined) return known
  const made: LaptopIdentity = { version: 1, name: wanted, key: randomBytes(8).toString('hex') }
  writeState(identityState(stateFolder), made)
  return made
}

/** Harmless where there is none. */
export function forgetIdentity(stateFolder: string): void {
  removeState(identityState(stateFolder).path)
}

/** Its host name, or as much of it as can be a name here. */
export function nameNow(): string {
  const name = identityNameSchema.safeParse(hostname())
  return name.success ? name.data : 'laptop'
}

const longestKey = 4_096

/**
 * What a laptop that was paired was called then: the comment of the key that pairing made for its app. The file is the person's, so
 * it is read as data, through no link. Undefined where it does not say.
 */
export function nameWhenPaired(appFolder: string): string | undefined {
  const file = readForeign(appFolder, 'id_ed25519.pub', longestKey)
  const text = file.kind === 'read' ? file.bytes.toString('utf8') : ''
  return identityNameSchema.safeParse(/ pc-switcher-(\S+)\s*$/.exec(text)?.[1]).data
}
