import type { AppCapability, DoctorCheck } from '../capability/app-capability.ts'
import type { Machine } from '../../machine/machine.ts'
import { identifySync } from './verbs.ts'
import { syncthingMessages } from './messages.ts'
import { doctor } from './on-pair/texts.ts'

const joinMs = 60_000

export const syncthingApp = {
  name: 'syncthing',
  messages: syncthingMessages,
  holdings: ({ sync }) => [
    {
      // A Syncthing that cannot be started is known before the first change; nothing is copied by joining.
      hold: (pair) => sync.join(pair, { signal: AbortSignal.timeout(joinMs) }),
      release: (pair) => sync.leave(pair),
    },
  ],
  doctorChecks: [checkSync],
} satisfies AppCapability

async function checkSync(machine: Machine): ReturnType<DoctorCheck> {
  const { version, deviceId } = await machine.call(identifySync, {})
  const text = doctor.text(version, deviceId !== undefined)
  return [{ laptop: machine.label, title: doctor.title, verdict: 'passed', text }]
}
