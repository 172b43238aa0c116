import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import type { GivenLists, SourceDefinition, SourceState } from '../../sources-model.ts'
import { readSourceLists } from '../../source-verbs.ts'

/** Asks again, with what `from` has fetched of the source, where the other laptop cannot reach it. */
export async function askWithLists<T extends { readonly state: SourceState }>(
  from: Machine,
  source: SourceDefinition,
  ask: (given: { readonly lists?: GivenLists }) => Promise<T>,
  options: CallOptions,
): Promise<T> {
  const answered = await ask({})
  if (answered.state !== 'unreachable') return answered
  const { lists } = await from.call(readSourceLists, { source }, options)
  return lists === null ? answered : ask({ lists })
}
