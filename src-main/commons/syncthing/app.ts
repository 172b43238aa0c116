import type { AppCapability, DoctorCheck } from '../capability/app-capability.ts'
import type { Machine } from '../../machine/machine.ts'
import { identifySync } from './verbs.ts'
import { syncthingMessages } from './messages.ts'

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
  const use = deviceId === undefined ? 'not set up yet' : 'set up for pc-switcher'
  return [{ laptop: machine.label, title: 'Syncthing', verdict: 'passed', text: `Version ${version}, ${use}.` }]
}
