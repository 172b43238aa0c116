import type { AllInAgent } from '../../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'
import { makeComparison, readComparisonPage, readComparisonTree } from '../verbs.ts'
import { makeComparison as compareTrees } from './make-comparison.ts'
import { readChildren, readPage } from './read-result.ts'
import { readResult, resultsFolder } from './result-files.ts'
import type { ComparisonResult } from './result-layout.ts'
import { compareMessages } from '../messages.ts'

/** Scrolling asks many times within seconds. */
const rememberMs = 60_000

/** An agent remembers the last result, so that its file is not read for each page. */
export function createCompareAnswers({ areas }: Pick<AllInAgent, 'areas'>): readonly Answer[] {
  let last: ComparisonResult | undefined
  let forget: NodeJS.Timeout | undefined

  function remember(result: ComparisonResult): ComparisonResult {
    last = result
    clearTimeout(forget)
    forget = setTimeout(() => (last = undefined), rememberMs).unref()
    return result
  }
  function find({ runFolder }: HostContext, compareId: string): ComparisonResult {
    if (last?.header.compareId === compareId) return remember(last)
    const result = readResult(resultsFolder(runFolder), compareId)
    if (result === undefined) throw compareMessages.expired({})
    return remember(result)
  }

  return [
    answer(makeComparison, async (trees, { host, signal, report }) => {
      const comparing = {
        places: machinePlaces(host.stateFolder, readSwapFiles(), areas),
        folder: resultsFolder(host.runFolder),
      }
      const { result, kept } = await compareTrees(comparing, trees, { signal, report })
      const { compareId, counts, walked } = remember(result).header
      return { compareId, counts, kept, ...(walked === undefined ? {} : { walked }) }
    }),
    answer(readComparisonPage, (request, { host }) =>
      Promise.resolve(readPage(find(host, request.compareId), request)),
    ),
    answer(readComparisonTree, ({ compareId, path, ...range }, { host }) =>
      Promise.resolve(readChildren(find(host, compareId), path, range)),
    ),
  ]
}
