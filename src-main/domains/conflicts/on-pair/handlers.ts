import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { wordSide } from '../../../commons/looking/word-side.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Reached } from '../../../machine/reach.ts'
import { lookAtConflict, readConflicts } from '../verbs.ts'
import { groupCopies, type GroupedConflict } from './group-copies.ts'
import { keepOnLaptops } from './keep-on-laptops.ts'
import { decidedSummary, goneConflict, taskTitle } from './texts.ts'

type Keys = 'conflictsList' | 'conflictsShow' | 'conflictsKeep'

export function createConflictsHandlers({ reach, runTask }: Pick<AppParts, 'reach' | 'runTask'>): Pick<Handlers, Keys> {
  return {
    conflictsList: async ({ on }) => {
      const { grouped, home, more, missing } = await readAll(await reach.all(on), {})
      return { home, conflicts: grouped.map(({ conflict }) => conflict), more, missing: [...missing] }
    },
    conflictsShow: async ({ id }) => {
      const { grouped, machines } = await readAll(await reach.all([]), {})
      const conflict = grouped.find((one) => one.conflict.id === id)?.conflict
      const [laptop, [copy]] = [conflict?.laptops[0], conflict?.copies ?? []]
      const machine = machines.find(({ name }) => name === laptop)
      if (conflict === undefined || copy === undefined || machine === undefined)
        throw new AppError({ code: 'not-found', ...goneConflict })
      const sides = await machine.call(lookAtConflict, { file: conflict.file, copy })
      return { conflict, file: wordSide(sides.file, machine.wording), copy: wordSide(sides.copy, machine.wording) }
    },
    conflictsKeep: ({ ids, keep }, call) =>
      runTask(call, { title: taskTitle(ids.length), activity: decidedSummary }, async (options) => {
        const { grouped, machines, missing } = await readAll(await reach.all([]), options)
        const wanted = new Set(ids)
        const conflicts = grouped.filter(({ conflict }) => wanted.has(conflict.id))
        const found = new Set(conflicts.map(({ conflict }) => conflict.id))
        const gone = [...wanted].filter((id) => !found.has(id))
        const away = missing.map(({ laptop }) => laptop)
        return { ...(await keepOnLaptops({ machines, away, conflicts, keep }, options)), gone }
      }),
  }
}

interface AllConflicts extends Pick<Reached, 'missing'> {
  readonly grouped: readonly GroupedConflict[]
  readonly machines: readonly Machine[]
  readonly home: string
  readonly more: number
}

/** Of this laptop, and of the other one where it answers. */
async function readAll(reached: Reached, options: CallOptions): Promise<AllConflicts> {
  const { answers, missing } = await askEach(reached, async (machine) => ({
    machine,
    ...(await machine.call(readConflicts, {}, options)),
  }))
  return {
    grouped: groupCopies(answers.map(({ machine, found }) => ({ laptop: machine.name, found }))),
    machines: answers.map(({ machine }) => machine),
    home: answers[0]?.home ?? '',
    more: answers.reduce((sum, { more }) => sum + more, 0),
    missing,
  }
}
