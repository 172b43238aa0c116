import type { AppCapability, DoctorCheck } from '../capability/app-capability.ts'
import type { Machine } from '../../machine/machine.ts'
import { identifySync } from './verbs.ts'
import { syncthingMessages } from './messages.ts'
import type { SyncSession } from './on-pair/sync-session.ts'
import { doctor } from './on-pair/texts.ts'

/** The step that has something to carry joins the session. */
export function createSyncthingApp(session: SyncSession) {
  return {
    name: 'syncthing',
    messages: syncthingMessages,
    holdings: () => [{ release: (pair) => session.leave(pair) }],
    doctorChecks: [checkSync],
  } satisfies AppCapability
}

async function checkSync(machine: Machine): ReturnType<DoctorCheck> {
  const { version, state } = await machine.call(identifySync, {})
  const text = doctor.text(version, state)
  const told = { laptop: machine.label, title: doctor.title, text }
  return [isTried(version) ? { ...told, verdict: 'passed' } : { ...told, verdict: 'warning', hint: doctor.notTried }]
}

/** Debian and Ubuntu have 1.x up to now. */
function isTried(version: string): boolean {
  return version.startsWith('v1.')
}
