import { showKeys } from '../../../tools/gpg.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { SourceDefinition } from '../sources-model.ts'
import { packagesMessages } from '../messages.ts'

/** The key is what it is said to be: the person agreed to these fingerprints, and the other laptop sent the bytes. */
export async function checkKey({ uri, key, fingerprints }: SourceDefinition, options: RunOptions): Promise<void> {
  const found = (await showKeys(Buffer.from(key, 'base64'), options)).map(({ fingerprint }) => fingerprint)
  if (found.sort().join() !== [...fingerprints].sort().join()) throw packagesMessages.otherKey({ name: uri })
}
