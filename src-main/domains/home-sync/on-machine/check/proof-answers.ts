/** How one laptop answers for a proof: what its files are, and whether they are what has arrived. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { readAccounts } from '../../../../tools/accounts/accounts.ts'
import { areKnownSame } from '../../../../tools/files/compare-trees.ts'
import { lookInside } from '../../../../tools/files/safe-path.ts'
import { findProven, findUnchanged, identifyFiles } from '../../proof-verbs.ts'
import { hasIncoming, incomingPlace } from '../incoming.ts'
import { pause } from '../inventory/record-files.ts'
import { heldTree } from '../memory/held-scans.ts'
import { frozenOfScan } from '../scan/home-folders.ts'
import { factsOf, secondsOf } from './entry-facts.ts'

const answerIdentify = answer(identifyFiles, async ({ scanId, paths }, { host, signal }) => ({
  identities: await identify(frozenOfScan(host.stateFolder, scanId).root, paths, signal),
}))

/** Files. */
const yieldEvery = 256

async function identify(root: string, paths: readonly BytePath[], signal: AbortSignal): Promise<string[]> {
  const accounts = readAccounts()
  const inside = lookInside(root)
  const identities: string[] = []
  try {
    for (const path of paths) {
      const stat = inside.stat(path)
      const isPlain = stat?.isFile() === true && stat.nlink === 1n
      identities.push(isPlain ? `${secondsOf(stat.ctimeNs)} ${stat.ino} ${factsOf(root, path, stat, accounts)}` : '')
      if (identities.length % yieldEvery === 0) await pause()
      signal.throwIfAborted()
    }
    return identities
  } finally {
    inside.close()
  }
}

const answerProven = answer(findProven, async ({ switchId, scanId, paths }, { host: { stateFolder }, signal }) => {
  if (!hasIncoming(stateFolder, switchId)) return { proven: paths.map(() => false) }
  const roots = [incomingPlace(stateFolder), frozenOfScan(stateFolder, scanId).root] as const
  return { proven: [...(await areKnownSame({ roots, paths }, { signal }))] }
})

const answerUnchanged = answer(
  findUnchanged,
  async ({ switchId, scanId, paths }, { host: { stateFolder }, signal }) => {
    const then = await heldTree({ stateFolder, switchId, as: 'verified' }, { signal })
    if (then === undefined) return { unchanged: paths.map(() => false) }
    const roots = [then, frozenOfScan(stateFolder, scanId).root] as const
    return { unchanged: [...(await areKnownSame({ roots, paths }, { signal }))] }
  },
)

export const proofAnswers: readonly Answer[] = [answerIdentify, answerProven, answerUnchanged]
