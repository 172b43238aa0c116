/** Which renames of a plan are true still: whoever resumes a switch may have given the old name back. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { folderOfPerson } from '../plan/always-taken.ts'
import { eachInTurns } from '../plan/in-turns.ts'
import type { HomePlan } from '../plan/plan.ts'
import { shownPath } from '../plan/shown-path.ts'
import { renamedAloneOf, renamedOf, type Scans } from './read-entries.ts'

type Renamed = Pick<NonNullable<HomePlan['taken']['renamed']>, 'count' | 'examples'>

/** `scans`: after the switch, since both were equal before it. Those that are not named are taken to be true. */
export async function stillRenamed({ taken: { renamed } }: Pick<HomePlan, 'taken'>, scans: Scans): Promise<Renamed> {
  if (renamed === undefined) return { count: 0, examples: [] }
  const { count, examples } = renamed
  const nameNow = new Map(examples.map(({ was, path }) => [was, path]))
  const found = new Set<BytePath>()
  const personFolder = folderOfPerson(scans.from.scan.person)
  const [moved, alone] = await Promise.all([renamedOf(scans), renamedAloneOf(scans)])
  for (const moves of [moved, alone])
    await eachInTurns(moves, (move) => {
      const [from, to] = [shownPath(move.from, personFolder), shownPath(move.to, personFolder)]
      for (const was of withParents(from))
        if (nameNow.has(was) && to === `${nameNow.get(was) ?? ''}${from.slice(was.length)}`) found.add(was)
    })
  const still = examples.filter(({ was }) => found.has(was))
  return { count: count - (examples.length - still.length), examples: still }
}

function* withParents(path: BytePath): Generator<BytePath> {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) yield path.slice(0, end)
}
