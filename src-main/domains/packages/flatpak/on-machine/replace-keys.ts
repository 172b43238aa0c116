import { replaceKeepingRights } from '../../../../tools/files/durable-file.ts'
import { keysOfRemote, placeOfKeys } from '../../../../tools/flatpak/flatpak-lists.ts'
import { showKeys } from '../../../../tools/gpg.ts'
import type { Outcome } from '../../../../tools/outcome.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Remote, ReplacedKeys } from '../model.ts'

export function hasKeys({ name, fingerprints }: ReplacedKeys, remotes: readonly Remote[]): boolean {
  const there = remotes.find((one) => one.name === name)
  return there !== undefined && isSame(fingerprintsOf(there.keys), fingerprints)
}

/**
 * In one step, so that there is no instant at which the source has none: the program would only add to those that are there
 * (`flatpak remote-modify --gpg-import`, seen on 1.16). Nothing where the source has other keys than were shown.
 */
export async function replaceKeys(
  { name, url, keyring, before, fingerprints }: ReplacedKeys,
  remotes: readonly Pick<Remote, 'name' | 'url'>[],
  options: RunOptions,
): Promise<Outcome> {
  const now = await fingerprintsIn(await keysOfRemote(name), options)
  const keys = Buffer.from(keyring, 'base64')
  const isThere = remotes.some((one) => one.name === name && one.url === url)
  const isAgreed = isThere && isSame(now, before) && isSame(await fingerprintsIn(keys, options), fingerprints)
  if (!isAgreed) return { isDone: false, words: '' }
  replaceKeepingRights(placeOfKeys(name), keys)
  return { isDone: isSame(await fingerprintsIn(await keysOfRemote(name), options), fingerprints), words: '' }
}

async function fingerprintsIn(keyring: Uint8Array | undefined, options: RunOptions): Promise<readonly string[]> {
  if (keyring === undefined) return []
  return fingerprintsOf(await showKeys(keyring, options))
}

function fingerprintsOf(keys: readonly Remote['keys'][number][]): readonly string[] {
  return keys.map(({ fingerprint }) => fingerprint)
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join() === other.toSorted().join()
}
