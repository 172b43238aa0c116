/** What a question about /home is about, read from the frozen trees that the plan was made of. */
import { randomBytes } from 'node:crypto'
import type { HomePlan, HomeDecision } from '../plan/plan.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { wordSide } from '../../../../commons/looking/word-side.ts'
import type { Input } from '../../../../contract/define.ts'
import type { LookSide } from '../../../../contract/look.ts'
import type { Machine } from '../../../../machine/machine.ts'
import type { Asked, BothSides, Pair } from '../../../../switch/step.ts'
import { homeMessages } from '../../messages.ts'
import { lookAtHomeFile } from '../../scan-verbs.ts'
import { createIsAsked, rootOf } from './browse.ts'

export function decisionOf({ decisions }: HomePlan, { question }: Asked): HomeDecision {
  const decision = decisions.find(({ id }) => id === question.id)
  if (decision === undefined) throw homeMessages.scanExpired({})
  return decision
}

export async function lookAtHome({ from, to }: Pair, plan: HomePlan, asked: Asked): Promise<BothSides> {
  const decision = decisionOf(plan, asked)
  const path = asked.path ?? pathOfKey(rootOf(decision))
  if (!createIsAsked(plan, decision)(keyOfPath(path))) throw homeMessages.notAskedAbout({})
  const key = randomBytes(32).toString('base64')
  const [left, taken] = await Promise.all([
    look(from, { scanId: plan.scans.from, path, key }),
    look(to, { scanId: plan.scans.to, path, key }),
  ])
  return { from: left, to: taken }
}

async function look(machine: Machine, input: Input<typeof lookAtHomeFile>): Promise<LookSide> {
  const { side } = await machine.call(lookAtHomeFile, input)
  return wordSide(side, machine.wording)
}
