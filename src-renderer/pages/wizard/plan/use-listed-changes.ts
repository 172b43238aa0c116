import { useState } from 'react'
import type { calls } from '../../../../src-main/contract/calls.ts'
import type { Output } from '../../../../src-main/contract/define.ts'
import { effects, type Effect } from '../../../../src-main/contract/switch-calls.ts'
import type { Change, PreviewBlock } from '../../../../src-main/contract/preview.ts'
import { useAnswers, useClient } from '../../../stores/app-context.tsx'
import { usePages, type PagedCall } from '../../../stores/use-pages.ts'

type ChangesBlock = Extract<PreviewBlock, { kind: 'changes' }>
/** A block of which all lines can be asked for. */
export type ListedBlock = ChangesBlock & { readonly listedBy: NonNullable<ChangesBlock['listedBy']> }

export function isListed(block: ChangesBlock): block is ListedBlock {
  return block.listedBy !== undefined
}

export type ListFacts = Pick<Output<typeof calls.switchChanges>, 'counts' | 'isWhole'>

interface Asked {
  readonly search: string
  readonly only: Effect | 'all'
}

/** The lines as the answers are now; what is known of all of them comes with each page. */
export function useListedChanges(
  { listedBy }: ListedBlock,
  { search, only }: Asked,
): PagedCall<Change> & { readonly facts: ListFacts | undefined } {
  const client = useClient()
  const { answers } = useAnswers()
  const [facts, setFacts] = useState<ListFacts>()
  const key = JSON.stringify([listedBy, answers, search, only])
  const pages = usePages<Change>(key, async (offset, limit) => {
    const { total, entries, counts, isWhole } = await client.call('switchChanges', {
      stepId: listedBy,
      answers,
      search,
      effects: only === 'all' ? [...effects] : [only],
      offset,
      limit,
    })
    setFacts({ counts, isWhole })
    return { total, entries }
  })
  return { ...pages, facts }
}
