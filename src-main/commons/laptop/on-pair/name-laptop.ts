/** Names one of the two laptops: on that laptop itself, so that both, and every program on it, know it by that name. */
import type { Handlers } from '../../../contract/handlers.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { AppParts } from '../../capability/app-capability.ts'
import { isLabel, longestLabel, writeLabel } from '../verbs.ts'
import * as texts from '../texts.ts'

type NameCalls = Pick<Handlers, 'settingsNameLaptop'>

export function createNameHandlers({ reach }: Pick<AppParts, 'reach'>): NameCalls {
  return {
    settingsNameLaptop: async ({ laptop, label: typed }) => {
      const wanted = typed.trim()
      if (!isLabel(wanted)) throw new AppError({ code: 'invalid-input', ...texts.noName(longestLabel) })
      const machine = await reach.named(laptop)
      const { machines } = await reach.all()
      const other = machines.find(({ name }) => name !== machine.name)
      // A name is also what a person types to say which laptop they mean.
      if (other !== undefined && [other.name, other.label].some((name) => isSame(name, wanted)))
        throw new AppError({ code: 'invalid-input', ...texts.nameOfOther(wanted) })
      const { label } = await machine.call(writeLabel, { label: wanted })
      machine.rename?.(label)
      return { laptop: { name: machine.name, label } }
    },
  }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
