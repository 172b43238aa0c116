/** What a comparison of everything says, area by area and as a whole. Pure. */
import type { FullVerification, VerifiedArea } from '../verify-calls.ts'

type Verdict = FullVerification['verdict']

/** An area in which there was nothing to compare is not called the same. */
export function areaVerdict(area: VerifiedArea): Verdict {
  const found = foundIn([area])
  return found === 'same' && area.compared === 0 ? 'not-compared' : found
}

/** Where there is nothing in an area on either laptop, the others decide. */
export function overallVerdict(areas: readonly VerifiedArea[]): Verdict {
  const found = foundIn(areas)
  return found === 'differs' || areas.some(({ compared }) => compared > 0) ? found : 'not-compared'
}

function foundIn(areas: readonly VerifiedArea[]): Verdict {
  if (areas.some(({ differs }) => differs.count > 0)) return 'differs'
  if (areas.some(({ notCompared }) => notCompared.count > 0)) return 'not-compared'
  return areas.some(({ asChosen }) => asChosen.count > 0) ? 'as-chosen' : 'same'
}
