import type { AppCapability, DoctorCheck } from '../capability/app-capability.ts'
import type { Machine } from '../../machine/machine.ts'
import * as texts from './on-pair/texts.ts'
import { listSetAside } from './verbs.ts'

export const setAsideApp = { name: 'set-aside', doctorChecks: [checkSetAside] } satisfies AppCapability

/** Told until the person deletes the file, or newer ones take its place. */
async function checkSetAside(machine: Machine): ReturnType<DoctorCheck> {
  const { files } = await machine.call(listSetAside, {})
  return files.map(({ file, aside }) => ({
    laptop: machine.label,
    title: texts.title,
    verdict: 'warning' as const,
    text: texts.wasSetAside(file, aside),
    hint: texts.deleteIt,
  }))
}
