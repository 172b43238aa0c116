import type { Blob } from '../../../../commons/system-state/on-pair/git-history.ts'
import type { SystemState } from '../../../../commons/system-state/on-pair/open-system-state.ts'
import { parseManifest, type ManifestText } from './manifest-text.ts'

export type ReadVersion = (version: Blob) => Promise<ManifestText>

/** A list of 4,000 packages takes half a megabyte; what is far larger is none. */
const mostBytes = 8_000_000
/** Each list is compared with the one before it and the one after it, of two laptops in turns. */
const mostKept = 6

export function createVersionReader(state: Pick<SystemState, 'readVersion'>): ReadVersion {
  const kept = new Map<string, ManifestText>()
  return async ({ blob, bytes }) => {
    const known = kept.get(blob)
    if (known !== undefined) return known
    const read: ManifestText =
      bytes > mostBytes ? { kind: 'unreadable', why: 'damaged' } : parseManifest(await state.readVersion(blob))
    const [oldest] = kept.keys()
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
    kept.set(blob, read)
    return read
  }
}
