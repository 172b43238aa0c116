/** What a switch changed on the laptop that was taken, from its proof. */
import { homeArea, systemArea } from '../../../commons/snapshot-sets/areas.ts'
import type { AreaId } from '../../../commons/snapshot-sets/schemas.ts'
import { stepIds, type StepId } from '../../../contract/step-ids.ts'
import type { Proof } from '../../../contract/switch-state.ts'

/** Of each step of the product's own; one that is not here does not compile. Undefined: it changes nothing that goes back. */
const areaOfStep: Readonly<Record<keyof typeof stepIds, AreaId | undefined>> = {
  checks: undefined,
  snapshots: undefined,
  // Files of the laptop that is left; there they came with the home.
  systemState: undefined,
  home: homeArea.id,
  packages: systemArea.id,
  etc: systemArea.id,
  localUnits: systemArea.id,
  images: 'images',
}

const areas = new Map(Object.entries(areaOfStep))
const areaOf = new Map<StepId, AreaId | undefined>(Object.entries(stepIds).map(([name, id]) => [id, areas.get(name)]))

type ChangedStep = Proof['steps'][number] & { readonly area: AreaId }

export function stepsThatChanged(proof: Proof): readonly ChangedStep[] {
  const isPartly = wasStopped(proof)
  return proof.steps.flatMap((step) => {
    const area = areaOf.get(step.id)
    return area === undefined || (step.outcome.items === 0 && !isPartly) ? [] : [{ ...step, area }]
  })
}

/** What a step did until it was broken off, not every step can count. */
function wasStopped({ startedAt, finishedAt, tookMs }: Proof): boolean {
  return tookMs === undefined || tookMs < Date.parse(finishedAt) - Date.parse(startedAt)
}

/** The home files, if they were carried, always: also when no file changed, what is remembered of them has. */
export function areasOf(proof: Proof): readonly AreaId[] {
  const isOfHome = proof.steps.some(({ id }) => id === stepIds.home)
  const changed = stepsThatChanged(proof).map(({ area }) => area)
  return [...new Set([...(isOfHome ? [homeArea.id] : []), ...changed])]
}

export function titleOf(proof: Proof, area: AreaId): string {
  const titles = stepsThatChanged(proof).flatMap((step) => (step.area === area ? [step.title] : []))
  return titles.join(', ')
}
