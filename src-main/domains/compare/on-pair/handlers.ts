/** Calls that compare, answered by the laptop that has the snapshots. */
import { treeSchema, type Tree } from '../../../commons/snapshot-sets/schemas.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { HandlerTools } from '../../../machine/reach.ts'
import { makeComparison, readComparisonPage, readComparisonTree } from '../verbs.ts'

type Keys = 'compareMake' | 'comparePage' | 'compareTree'

export function createCompareHandlers({ reach, runTask }: HandlerTools): Pick<Handlers, Keys> {
  return {
    async compareMake({ laptop, subvolume, one, other }) {
      const trees = { one: parseTree(one, subvolume), other: parseTree(other, subvolume) }
      const machine = await reach.named(laptop)
      const began = performance.now()
      const { compareId, counts, walked } = await runTask(
        'compareMake',
        `Compare snapshots on ${machine.label}`,
        (options) => machine.call(makeComparison, trees, options),
      )
      const ms = Math.round(performance.now() - began)
      return { compareId, counts, ms, ...(walked === undefined ? {} : { note: walked }) }
    },
    async comparePage({ laptop, ...request }) {
      return (await reach.named(laptop)).call(readComparisonPage, request)
    },
    async compareTree({ laptop, ...request }) {
      return (await reach.named(laptop)).call(readComparisonTree, request)
    },
  }
}

function parseTree(name: string, folder: string): Tree {
  const tree = name === 'now' ? { kind: 'now', folder } : { kind: 'snapshot', setId: name, folder }
  const parsed = treeSchema.safeParse(tree)
  if (parsed.success) return parsed.data
  throw new AppError({
    code: 'invalid-input',
    message: `There is no snapshot "${name}" with a subvolume "${folder}".`,
    hint: 'Choose one from the list of snapshots, or "now".',
  })
}
