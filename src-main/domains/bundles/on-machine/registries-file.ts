/** registries.json: registries that bundles are kept in, each with what opens it. Read by root alone, and in no snapshot, switch or copy. */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { z } from 'zod'
import { certificatesSchema, placeNameSchema } from '../../../contract/copies-calls.ts'
import { parseOci, registryLoginSchema } from '../../../contract/oci-address.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { readState, writeState } from '../../../tools/files/state-file.ts'
import { openRegistry, type Registry } from '../../../tools/oci/ask-registry.ts'
import { bundlesMessages } from '../messages.ts'

const keptSchema = z.object({
  /** Of this registry on this laptop. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  name: placeNameSchema,
  where: z.string().refine((where) => parseOci(where) !== undefined, 'is no address'),
  login: registryLoginSchema.optional(),
  ca: certificatesSchema.optional(),
})
export type KeptRegistry = z.infer<typeof keptSchema>

const registriesSchema = z.object({ version: z.literal(1), registries: z.array(keptSchema) })

const registriesState = (stateFolder: string): StateText<z.infer<typeof registriesSchema>> => ({
  path: path.join(stateFolder, 'registries.json'),
  schema: registriesSchema,
  without: bundlesMessages.withoutRegistries({}),
})

/** AppError "state-unreadable". */
export function readRegistries(stateFolder: string): readonly KeptRegistry[] {
  return readState(registriesState(stateFolder))?.registries ?? []
}

export function keepRegistry(stateFolder: string, registry: KeptRegistry): void {
  writeState(registriesState(stateFolder), { version: 1, registries: [...readRegistries(stateFolder), registry] })
}

/** What is in it stays; what opens it goes. AppError "not-found". */
export function forgetRegistry(stateFolder: string, name: string): void {
  const known = readRegistries(stateFolder)
  const others = known.filter((one) => one.name !== name)
  if (others.length === known.length) throw bundlesMessages.noRegistry({ name })
  writeState(registriesState(stateFolder), { version: 1, registries: others })
}

export const newRegistryId = (): string => randomBytes(8).toString('hex')

/** AppError "invalid-input" for what is no address. */
export function registryOf({ where, login, ca }: Omit<KeptRegistry, 'id' | 'name'>): Registry {
  const oci = parseOci(where)
  if (oci === undefined) throw bundlesMessages.badRegistry({ where })
  return openRegistry({ oci, login, ca })
}
