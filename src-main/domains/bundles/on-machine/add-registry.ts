import type { Input } from '../../../contract/define.ts'
import { parseOci } from '../../../contract/oci-address.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import type { addRegistry } from '../verbs.ts'
import type { BundlePlaceRequest } from './at-place.ts'
import { keepRegistry, newRegistryId, readRegistries, registryOf } from './registries-file.ts'
import { tryRegistry } from './registry-artifacts.ts'

/** Once it was read, and let something be written to. */
export async function addRegistryHere(
  { host: { stateFolder }, places }: Omit<BundlePlaceRequest, 'place'>,
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
