import type { Machine } from '../../machine/machine.ts'
import type { AppCapability, DoctorCheck } from '../capability/app-capability.ts'
import { laptopMessages } from './messages.ts'
import { createNameHandlers } from './on-pair/name-laptop.ts'
import { setAside, switchRuns } from './texts.ts'
import { holdAwake, listSetAside, releaseAwake } from './verbs.ts'

export const laptopApp = {
  name: 'laptop',
  messages: laptopMessages,
  handlers: createNameHandlers,
  holdings: () => [
    {
      hold: async ({ from, to }) => {
        await Promise.all([from, to].map((machine) => machine.call(holdAwake, { why: switchRuns })))
      },
      release: async ({ from, to }) => {
        await Promise.all([from, to].map((machine) => machine.call(releaseAwake, {})))
      },
    },
  ],
  doctorChecks: [checkSetAside],
} satisfies AppCapability

/** Told until the person deletes the file, or newer ones take its place. */
async function checkSetAside(machine: Machine): ReturnType<DoctorCheck> {
  const { files } = await machine.call(listSetAside, {})
  return files.map(({ file, aside }) => ({
    laptop: machine.label,
    title: setAside.title,
    verdict: 'warning' as const,
    text: setAside.text(file, aside),
    hint: setAside.hint,
  }))
}
