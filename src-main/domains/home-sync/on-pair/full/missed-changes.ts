/** What the weekly check found on one laptop, for the overview and the doctor. */
import type { DoctorCheck, LaptopFacts } from '../../../../commons/capability/app-capability.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import type { Machine } from '../../../../machine/machine.ts'
import { readWalk } from '../../full-verbs.ts'
import { weekly } from './texts.ts'

export async function readMissedChanges(machine: Machine): Promise<Pick<LaptopFacts, 'missedChanges'>> {
  const { walk } = await machine.call(readWalk, {})
  if (walk === undefined || walk.missed === 0) return {}
  return { missedChanges: { at: walk.at, count: walk.missed, isOpen: walk.isOpen } }
}

/** Told until a later check finds nothing. */
export async function checkWalk(machine: Machine): ReturnType<DoctorCheck> {
  const { walk } = await machine.call(readWalk, {})
  if (walk === undefined) return []
  const item = { title: weekly.title, laptop: machine.label }
  if (walk.missed === 0) return [{ ...item, verdict: 'passed', text: weekly.none(walk.at) }]
  const names = walk.examples.map(textFromBytePath)
  return [{ ...item, verdict: walk.isOpen ? 'failed' : 'warning', text: weekly.some(walk, names), hint: weekly.report }]
}
