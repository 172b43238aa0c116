/**
 * Registries that bundles are kept in, each with what opens it, in registries.json: read by root alone, and in no snapshot, switch or
 * copy.
 */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { AgentHost, AllInAgent } from '../../../commons/capability/agent-capability.ts'
import { z } from 'zod'
import { certificatesSchema, placeNameSchema } from '../../../contract/copies-calls.ts'
import { parseOci, registryLoginSchema } from '../../../contract/oci-address.ts'
import type { Input } from '../../../contract/define.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { oneAtATime } from '../../../tools/files/one-at-a-time.ts'
import { readState, writeState } from '../../../tools/files/state-file.ts'
import { openRegistry, type Registry } from '../../../tools/oci/ask-registry.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import type { addRegistry } from '../verbs.ts'
import { tryRegistry } from './registry-requests.ts'

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

function keepRegistry(stateFolder: string, registry: KeptRegistry): void {
  oneAtATime(stateFolder, () => {
    const known = readRegistries(stateFolder)
    // Added by somebody else while it was tried.
    if (known.some(({ name }) => name === registry.name))
      throw bundlesMessages.registryNameTaken({ name: registry.name })
    writeState(registriesState(stateFolder), { version: 1, registries: [...known, registry] })
  })
}

/** What is in it stays; what opens it goes. AppError "not-found". */
export function forgetRegistry(stateFolder: string, name: string): void {
  oneAtATime(stateFolder, () => {
    const known = readRegistries(stateFolder)
    const others = known.filter((one) => one.name !== name)
    if (others.length === known.length) throw bundlesMessages.noRegistry({ name })
    writeState(registriesState(stateFolder), { version: 1, registries: others })
  })
}

const newRegistryId = (): string => randomBytes(8).toString('hex')

/** AppError "invalid-input" for what is no address. */
export function registryOf({ where, login, ca }: Omit<KeptRegistry, 'id' | 'name'>): Registry {
  const oci = parseOci(where)
  if (oci === undefined) throw bundlesMessages.badRegistry({ where })
  return openRegistry({ oci, login, ca })
}

interface Adding {
  readonly host: Pick<AgentHost, 'stateFolder'>
  readonly places: AllInAgent['keptPlaces']
}

/** Once it was read, and let something be written to. */
export async function addRegistryHere(
  { host: { stateFolder }, places }: Adding,
  { name, where, login, ca }: Input<typeof addRegistry>,
  options: RunOptions,
): Promise<{ readonly name: string; readonly where: string }> {
  if (login !== undefined && parseOci(where)?.isPlain === true) throw bundlesMessages.registryPlain({})
  const taken = [...places(stateFolder), ...readRegistries(stateFolder)].map((one) => one.name)
  if (taken.includes(name)) throw bundlesMessages.registryNameTaken({ name })
  const opened = { where, ...(login === undefined ? {} : { login }), ...(ca === undefined ? {} : { ca }) }
  await tryRegistry(registryOf(opened), name, options)
  keepRegistry(stateFolder, { id: newRegistryId(), name, ...opened })
  return { name, where }
}
