import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import type { GivenLists, SourceDefinition, SourceState } from '../../sources-model.ts'
import { readSourceLists } from '../../source-verbs.ts'

/** Asks again, with what `from` has fetched of the source, which it knows as `here`, where the other laptop cannot reach it. */
export async function askWithLists<T extends { readonly state: SourceState }>(
  from: Machine,
  here: SourceDefinition | undefined,
  ask: (given: { readonly lists?: GivenLists }) => Promise<T>,
  options: CallOptions,
): Promise<T> {
  const answered = await ask({})
  if (answered.state !== 'unreachable' || here === undefined) return answered
  const { lists } = await from.call(readSourceLists, { source: here }, options)
  return lists === null ? answered : ask({ lists })
}
