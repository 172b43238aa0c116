/** What a switch changed on the laptop that was taken, from its proof, and what of it Undo takes back. */
import { homeArea } from '../../../commons/snapshot-sets/areas.ts'
import type { AreaId } from '../../../commons/snapshot-sets/schemas.ts'
import type { Proof } from '../../../contract/switch-state.ts'
import type { StepDeclaration, Undo } from '../../../switch/step.ts'
import * as texts from './texts.ts'

interface ChangedStep {
  readonly title: string
  readonly undo: Exclude<Undo, 'nothing-changed'>
}

export interface WhatChanged {
  /** In the order of the proof. */
  readonly steps: readonly ChangedStep[]
  readonly areas: readonly AreaId[]
}

export function whatChanged(proof: Proof, declared: readonly StepDeclaration[]): WhatChanged {
  const isPartly = wasStopped(proof)
  const known = new Map(declared.map(({ info, undo }) => [info.id, undo]))
  const undoOf = (id: StepDeclaration['info']['id']): Undo => known.get(id) ?? { stays: texts.unknownStep }
  const steps = proof.steps.flatMap(({ id, title, outcome }) => {
    const undo = undoOf(id)
    return undo === 'nothing-changed' || (outcome.items === 0 && !isPartly) ? [] : [{ title, undo }]
  })
  // The home files, if they were carried, always: also when no file changed, what is remembered of them has.
  const isOfHome = proof.steps.some(({ id }) => areaOf(undoOf(id)) === homeArea.id)
  const changed = steps.flatMap(({ undo }) => areaOf(undo) ?? [])
  return { steps, areas: [...new Set([...(isOfHome ? [homeArea.id] : []), ...changed])] }
}

/** What a step did until it was broken off, not every step can count. */
function wasStopped({ startedAt, finishedAt, tookMs }: Proof): boolean {
  return tookMs < Date.parse(finishedAt) - Date.parse(startedAt)
}

export function areaOf(undo: Undo): AreaId | undefined {
  return typeof undo === 'object' && 'area' in undo ? undo.area : undefined
}
