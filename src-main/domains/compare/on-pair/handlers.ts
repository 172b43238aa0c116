/** Calls that compare, answered by the laptop that has the snapshots. */
import { treeSchema, type Tree } from '../../../commons/snapshot-sets/schemas.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { HandlerTools } from '../../../machine/reach.ts'
import { makeComparison, readComparisonPage, readComparisonTree } from '../verbs.ts'
import * as texts from './texts.ts'

type Keys = 'compareMake' | 'comparePage' | 'compareTree'

export function createCompareHandlers({ reach, runTask }: HandlerTools): Pick<Handlers, Keys> {
  return {
    async compareMake({ laptop, subvolume, one, other }, call) {
      const trees = { one: parseTree(one, subvolume), other: parseTree(other, subvolume) }
      const machine = await reach.named(laptop)
      const began = performance.now()
      const { compareId, counts, walked } = await runTask(call, { title: texts.taskTitle(machine.label) }, (options) =>
        machine.call(makeComparison, trees, options),
      )
      const ms = Math.round(performance.now() - began)
      return { compareId, counts, ms, ...(walked === undefined ? {} : { note: machine.wording.text(walked) }) }
    },
    async comparePage({ laptop, ...request }) {
      return (await reach.named(laptop)).call(readComparisonPage, request)
    },
    async compareTree({ laptop, ...request }) {
      return (await reach.named(laptop)).call(readComparisonTree, request)
    },
  }
}

function parseTree(name: string, subvolume: string): Tree {
  const tree = name === 'now' ? { kind: 'now', subvolume } : { kind: 'snapshot', setId: name, subvolume }
  const parsed = treeSchema.safeParse(tree)
  if (parsed.success) return parsed.data
  throw new AppError({ code: 'invalid-input', ...texts.noSuchTree(name, subvolume) })
}
