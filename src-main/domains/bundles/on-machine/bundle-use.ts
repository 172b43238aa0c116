/** use.json beside a bundle: whether it stays here whatever the disk has, and when its files were last brought back from it. */
import path from 'node:path'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { oneAtATime } from '../../../tools/files/one-at-a-time.ts'
import { recallBeside, writeBeside } from './beside-bundle.ts'
import { bundlesMessages } from '../messages.ts'
import { useSchema, type BundleFacts, type BundleUse } from '../schemas.ts'
import { bundleFolder } from './bundle-paths.ts'

export const useState = (stateFolder: string, id: BundleId): StateText<BundleUse> => ({
  path: path.join(bundleFolder(stateFolder, id), 'use.json'),
  schema: useSchema,
  without: bundlesMessages.withoutUse({}),
})

export function noteUsed(stateFolder: string, id: BundleId): void {
  change(stateFolder, id, { usedAt: new Date().toISOString() })
}

export function notePinned(stateFolder: string, id: BundleId, isPinned: boolean): void {
  change(stateFolder, id, { isPinned })
}

function change(stateFolder: string, id: BundleId, news: Partial<BundleUse>): void {
  const state = useState(stateFolder, id)
  oneAtATime(stateFolder, () => {
    writeBeside(stateFolder, state, { ...recallBeside(stateFolder, state), ...news, version: 1 })
  })
}

/** Made, come, read whole or brought back from. */
export function lastUsed({ head, proven, use }: BundleFacts): string {
  const times = [head.madeAt, proven?.at, use?.usedAt].filter((at) => at !== undefined)
  return times.toSorted().at(-1) ?? head.madeAt
}
