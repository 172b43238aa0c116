/** Reads the snapshots of both laptops. The answer names each laptop that did not answer. */
import { wordSide } from '../../../commons/looking/word-side.ts'
import type { Tree } from '../../../commons/snapshot-sets/schemas.ts'
import type { InPlace } from '../../../contract/files-calls.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { askEach, type EachAnswer } from '../../../machine/ask-each.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { HandlerTools, Reached } from '../../../machine/reach.ts'
import { findNames, listFolder, listVersions, lookAtFile, type AskedKeptTree } from '../verbs.ts'
import { taskTitles } from './texts.ts'

/** After this long a search answers "not complete"; asked again, it continues from there. */
const searchBudgetMs = 60_000

type Keys = 'filesList' | 'filesLook' | 'filesFind' | 'filesVersions'

export function createBrowseHandlers({ reach, runTask }: HandlerTools): Pick<Handlers, Keys> {
  return {
    async filesList({ laptop, id, subvolume, path, offset, limit, copy }) {
      const machine = await reach.named(laptop)
      const tree = copy === undefined ? treeOf(id, subvolume) : keptTreeOf(copy, id, subvolume)
      return machine.call(listFolder, { tree, path, offset, limit })
    },
    async filesLook({ laptop, subvolume, sides }) {
      const machine = await reach.named(laptop)
      const asked = sides.map(({ id, path }) => ({ tree: treeOf(id, subvolume), path }))
      const found = await machine.call(lookAtFile, { sides: asked })
      return { sides: found.sides.map((side) => wordSide(side, machine.wording)) }
    },
    async filesVersions({ subvolume, path, on }) {
      const { answers, missing } = await askForPart(await reach.all(on), subvolume, async (machine) => {
        const { versions } = await machine.call(listVersions, { subvolume, path })
        return versions.map((version) => ({ laptop: machine.name, ...version }))
      })
      return { versions: newestFirst(answers.flat(), ({ at }) => at), missing }
    },
    filesFind: ({ name, subvolume, on, limit }, call) =>
      runTask(call, { title: taskTitles.find(name) }, async (options) => {
        const { answers, missing } = await askForPart(await reach.all(on), subvolume, async (machine) => {
          const answer = await machine.call(findNames, { subvolume, name, limit, budgetMs: searchBudgetMs }, options)
          return { ...answer, found: answer.found.map((one) => ({ laptop: machine.name, ...one })) }
        })
        const found = newestFirst(
          answers.flatMap((answer) => answer.found),
          ({ newestAt }) => newestAt,
        )
        return {
          found: found.slice(0, limit),
          complete: answers.every((answer) => answer.complete) && found.length <= limit,
          missing,
        }
      }),
  }
}

export function treeOf(id: string, subvolume: string): Tree {
  return id === 'now' ? { kind: 'now', subvolume } : { kind: 'snapshot', setId: id, subvolume }
}

export function keptTreeOf({ place, of }: InPlace, setId: string, subvolume: string): AskedKeptTree {
  return { kind: 'kept', place, setId, subvolume, ...(of === undefined ? {} : { laptop: of }) }
}

/** "nested/261" is another subvolume on each laptop: it is asked of one alone, the first. What was stopped has no answer. */
async function askForPart<T>(
  { machines, missing }: Reached,
  subvolume: string,
  ask: (machine: Machine) => Promise<T>,
): Promise<EachAnswer<T>> {
  const asked = await askEach(
    { machines: subvolume.startsWith('nested/') ? machines.slice(0, 1) : machines, missing },
    ask,
  )
  const cancelled = asked.missing.find(({ error }) => error.code === 'cancelled')
  if (cancelled !== undefined) throw new AppError(cancelled.error)
  return asked
}

function newestFirst<T>(all: readonly T[], at: (one: T) => string): T[] {
  return [...all].sort((one, other) => at(other).localeCompare(at(one)))
}
