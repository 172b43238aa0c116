/** A place that is none yet: what there is of it, and how it becomes one. */
import type { Message } from '../../../kernel/message.ts'
import { readFolderInside } from '../../../tools/files/safe-path.ts'
import { placesMessages } from '../messages.ts'
import type { KeptPlace, RegistryPlace, StorePlace } from '../schemas.ts'
import { hasBundles, keptFolders, withDiskTop } from './disk/open-disk.ts'
import { makePassword } from './make-password.ts'
import type { Opening } from './open-place.ts'
import type { PlaceHost } from './place-host.ts'
import { beginTrial, writePassword } from './place-secrets.ts'
import { forgetPlace } from './places-file.ts'
import { registryOf, writeRegistry, type RegistrySecrets } from './registry/open-registry.ts'
import { listTags, tryRegistry } from './registry/registry-requests.ts'
import { writeBucket, type BucketSecrets } from './store/bucket.ts'
import { beginNewStore, lookAtNewStore } from './store/new-store.ts'

/** What opens it: the password of a store that is there already, the keys of a bucket, the login of a registry. */
interface PlaceSecrets extends BucketSecrets, RegistrySecrets {
  readonly password?: string | undefined
}

export interface NewPlaceLook {
  readonly state: 'new' | 'taken-up' | 'needs-password' | 'needs-key'
  /** Whether it can be opened now, to see what is in it. */
  readonly isOpen: boolean
  readonly isEncrypted: boolean
  readonly notes: readonly Message[]
  readonly server?: { readonly hostKey: string; readonly line: string }
}

/** Opens nothing. An empty one is refused by restic 0.18 before it has looked whether there is a store. */
const noPassword = 'no password'

/** Nothing is changed there. What opens it is there for the time of `work` alone. */
export async function withNewPlace<T>(
  { host, at, options }: Opening<KeptPlace>,
  secrets: PlaceSecrets,
  work: (look: NewPlaceLook) => Promise<T>,
): Promise<T> {
  if (at.kind === 'disk') {
    const isNew = !(await withDiskTop(host, at, options, (top) => Promise.resolve(hasBundles(top))))
    const notes = [placesMessages.notEncrypted({})]
    return work({ state: isNew ? 'new' : 'taken-up', isOpen: true, isEncrypted: false, notes })
  }
  try {
    writeSecrets(host, at, secrets, noPassword)
    if (at.kind === 'store') return await work(await lookAtNewStore({ host, at, options }))
    const registry = registryOf(host, at)
    await tryRegistry(registry, at.where, options)
    const isNew = (await listTags(registry, at.where, options)).length === 0
    return await work({ state: isNew ? 'new' : 'taken-up', isOpen: false, isEncrypted: false, notes: [] })
  } finally {
    forgetPlace(host.stateFolder, at)
  }
}

/** What opens it is kept, and it can be kept as a place then. Nothing is left of one that cannot. */
export async function beginPlace(
  { host, at, options }: Opening<KeptPlace>,
  { hostKey, ...secrets }: PlaceSecrets & { readonly hostKey?: string | undefined },
): Promise<KeptPlace> {
  try {
    if (at.kind === 'disk') {
      await withDiskTop(host, at, options, (top) => Promise.resolve(readFolderInside(top, keptFolders.copies)))
      return at
    }
    writeSecrets(host, at, secrets, makePassword())
    if (at.kind === 'store') return await beginNewStore({ host, at, options }, { password: secrets.password, hostKey })
    await tryRegistry(registryOf(host, at), at.name, options)
    return at
  } catch (thrown) {
    forgetPlace(host.stateFolder, at)
    throw thrown
  }
}

/** `other`: the password of a store where none was given. */
function writeSecrets(
  host: PlaceHost,
  place: StorePlace | RegistryPlace,
  { password, keys, login, ca }: PlaceSecrets,
  other: string,
): void {
  beginTrial(host.stateFolder, place.id)
  if (place.kind === 'registry') {
    writeRegistry(host, place, { login, ca })
    return
  }
  writePassword(host.stateFolder, place.id, password ?? other)
  writeBucket(host, place.id, { keys, ca })
}
