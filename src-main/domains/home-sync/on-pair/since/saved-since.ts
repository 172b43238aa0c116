/** What was saved on a laptop since both were last found equal: what is known of it, and looking which files that are. */
import { setTimeout as delay } from 'node:timers/promises'
import type { AppParts, LaptopFacts } from '../../../../commons/capability/app-capability.ts'
import type { Output } from '../../../../contract/define.ts'
import type { Handlers } from '../../../../contract/handlers.ts'
import type { SavedSince } from '../../../../contract/saved-since-schema.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import type { Machine } from '../../../../machine/machine.ts'
import { findSaved, readSaved } from '../../since-verbs.ts'
import { readPersonRules } from '../exclusions/rules-file.ts'
import { folderOfPerson } from '../plan/always-taken.ts'
import { shownPath } from '../plan/shown-path.ts'

/** A desktop writes all the time: looking takes this share of the time at most. */
const shareOfTime = 1 / 8
/** As long after the last look the next one is waited for, if it may not come at once. */
const waitAtMostMs = 4_000

export async function readSavedFacts(machine: Machine): Promise<Pick<LaptopFacts, 'savedSince'>> {
  return shown(await machine.call(readSaved, {}))
}

export function createSavedSinceHandlers({
  reach,
  connectIdleOn,
  leftStateOn,
}: AppParts): Pick<Handlers, 'homeSavedSince'> {
  const running = new Map<string, Promise<Output<typeof findSaved>>>()
  const notBefore = new Map<string, number>()

  async function look(machine: Machine): Promise<Output<typeof findSaved>> {
    const began = performance.now()
    const rules = await readPersonRules(leftStateOn(machine))
    const idle = await connectIdleOn(machine.name)
    try {
      return await idle.call(findSaved, {
        rules: rules.rules.map(({ pattern, decision }) => ({ pattern, decision })),
      })
    } finally {
      idle.close()
      const ended = performance.now()
      notBefore.set(machine.name, ended + (ended - began) / shareOfTime)
    }
  }

  return {
    homeSavedSince: async ({ laptop }) => {
      const machine = await reach.named(laptop)
      const known = await machine.call(readSaved, {})
      if (known.saved?.isCurrent !== false) return shown(known)
      const isLooking = running.get(machine.name)
      if (isLooking !== undefined) return shown(await isLooking)
      const waitMs = (notBefore.get(machine.name) ?? 0) - performance.now()
      if (waitMs > waitAtMostMs) return shown(known)
      const looking = delay(Math.max(0, waitMs))
        .then(() => look(machine))
        .finally(() => running.delete(machine.name))
      running.set(machine.name, looking)
      return shown(await looking)
    },
  }
}

function shown({ saved, home }: Output<typeof readSaved>): { readonly savedSince?: SavedSince } {
  if (saved === undefined) return {}
  const folder = folderOfPerson({ home })
  const { ageMs, ...rest } = saved
  const names = saved.names.map((name) => textFromBytePath(shownPath(name, folder)))
  const looked = ageMs === undefined ? {} : { lookedAt: new Date(Date.now() - ageMs).toISOString() }
  return { savedSince: { ...rest, ...looked, names } }
}
