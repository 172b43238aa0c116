/** How one laptop answers for a proof: what its files are, and whether they are what has arrived. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { readAccounts } from '../../../../tools/accounts/accounts.ts'
import { areSame } from '../../../../tools/files/compare-trees.ts'
import { lookInside } from '../../../../tools/files/safe-path.ts'
import { findProven, identifyFiles } from '../../proof-verbs.ts'
import { hasIncoming, incomingPlace } from '../incoming.ts'
import { pause } from '../inventory/record-files.ts'
import { identitiesOfFetched } from '../memory/fetched-files.ts'
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

const answerProven = answer(findProven, async ({ switchId, scanId, files }, { host, signal }) => {
  const { stateFolder, peer } = host
  if (!hasIncoming(stateFolder, switchId)) return { proven: files.map(() => false) }
  const incoming = incomingPlace(stateFolder)
  const arrived = identitiesOfFetched({ stateFolder, incoming, peer })
  const paths = files.filter(({ path, identity }) => arrived.get(path) === identity).map(({ path }) => path)
  const same = await areSame({ roots: [incoming, frozenOfScan(stateFolder, scanId).root], paths }, { signal })
  const isProven = new Set(paths.filter((_path, index) => same[index] === true))
  return { proven: files.map(({ path }) => isProven.has(path)) }
})

export const proofAnswers: readonly Answer[] = [answerIdentify, answerProven]
