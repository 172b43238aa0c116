/** A repository in a registry, with what opens it. */
import { certificatesSchema } from '../../../../contract/copies-calls.ts'
import { parseOci, registryLoginSchema, type RegistryLogin } from '../../../../contract/oci-address.ts'
import { parseJson } from '../../../../kernel/parse-json.ts'
import { openRegistry, type Registry } from '../../../../tools/oci/ask-registry.ts'
import { badWhere } from '../../bad-where.ts'
import { placesMessages } from '../../messages.ts'
import type { RegistryPlace } from '../../schemas.ts'
import type { PlaceHost } from '../place-host.ts'
import { readSecret, writeCertificates, writeSecret } from '../place-secrets.ts'

type Folders = Pick<PlaceHost, 'stateFolder'>

export interface RegistrySecrets {
  readonly login?: RegistryLogin | undefined
  readonly ca?: string | undefined
}

/** AppError "invalid-input" for what is no certificate, and where somebody could read the token. */
export function writeRegistry(
  { stateFolder }: Folders,
  { id, where }: Pick<RegistryPlace, 'id' | 'where'>,
  { login, ca }: RegistrySecrets,
): void {
  if (login !== undefined && parseOci(where)?.isPlain === true) throw placesMessages.registryPlain({})
  if (login !== undefined) writeSecret(stateFolder, id, 'login', `${JSON.stringify(login)}\n`)
  if (ca !== undefined) writeCertificates(stateFolder, id, ca)
}

/** Without its login where that was lost: then the registry says that it wants one. */
export function registryOf({ stateFolder }: Folders, { id, where }: Pick<RegistryPlace, 'id' | 'where'>): Registry {
  const oci = parseOci(where)
  if (oci === undefined) throw badWhere(where)
  const { data: login } = registryLoginSchema.safeParse(parseJson(readSecret(stateFolder, id, 'login') ?? ''))
  const { data: ca } = certificatesSchema.safeParse(readSecret(stateFolder, id, 'ca'))
  return openRegistry({ oci, login, ca })
}
