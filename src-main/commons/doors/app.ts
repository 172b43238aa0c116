import type { Machine } from '../../machine/machine.ts'
import type { AppCapability, DoctorCheck } from '../capability/app-capability.ts'
import * as texts from './texts.ts'
import { lookAtDoors } from './verbs.ts'

const checkDoors: DoctorCheck = async (machine: Machine) => {
  const { problems } = await machine.call(lookAtDoors, { tried: true })
  const laptop = machine.label
  if (problems.length === 0)
    return [{ laptop, title: texts.doctor.title, verdict: 'passed', text: texts.doctor.passed }]
  return problems.map((problem) => ({
    laptop,
    title: texts.doctor.title,
    verdict: 'failed' as const,
    text: `${texts.refuses(laptop, problem)}.`,
    hint: texts.mending(laptop, problem),
  }))
}

export const doorsApp = { name: 'doors', doctorChecks: [checkDoors] } satisfies AppCapability
