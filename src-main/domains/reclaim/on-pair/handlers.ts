import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { startJob } from '../../../commons/jobs/verbs.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { absolutePathSchema } from '../../../contract/path-schemas.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { Machine } from '../../../machine/machine.ts'
import { reclaimMessages } from '../messages.ts'
import { checkReclaimPaths, excludeFromReclaim, readReclaim, setReclaim } from '../verbs.ts'

export function createReclaimHandlers({
  reach,
  here,
  calls,
}: Pick<AppParts, 'reach' | 'here' | 'calls'>): Pick<
  Handlers,
  'reclaimStatus' | 'reclaimRun' | 'reclaimExclude' | 'reclaimSet'
> {
  const on = (laptop: string | undefined): Promise<Machine> => (laptop === undefined ? here() : reach.named(laptop))
  return {
    reclaimStatus: async ({ on: laptops }) => {
      const { answers, missing } = await askEach(await reach.all(laptops), async (machine) => ({
        laptop: machine.name,
        ...(await machine.call(readReclaim, {})),
      }))
      return { laptops: [...answers], missing }
    },
    reclaimRun: async ({ laptop, what, paths, isFull }, call) => {
      const wanted = paths.map(plainPath)
      const machine = await on(laptop)
      await machine.call(checkReclaimPaths, { paths: wanted })
      const input = { what, paths: JSON.stringify(wanted), ...(isFull ? { full: 'yes' } : {}) }
      const { runId } = await machine.call(startJob, { name: 'reclaim', input })
      // The job's own words for how far it is.
      const { run } = await calls().jobsFollow({ laptop: machine.name, name: 'reclaim', runId }, call)
      return { laptop: machine.name, run }
    },
    reclaimExclude: async ({ laptop, path, isExcluded }) => {
      const wanted = plainPath(path)
      const machine = await on(laptop)
      if (isExcluded) await machine.call(checkReclaimPaths, { paths: [wanted] })
      return machine.call(excludeFromReclaim, { path: wanted, isExcluded })
    },
    reclaimSet: async ({ laptop, ...news }) => (await on(laptop)).call(setReclaim, news),
  }
}

/** Without a slash at its end; before an agent is asked, which takes no others. */
function plainPath(path: string): string {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path
  if (!absolutePathSchema.safeParse(plain).success) throw reclaimMessages.badPath({ path })
  return plain
}
