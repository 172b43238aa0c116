import type { AppCapability, DoctorCheck } from '../capability/app-capability.ts'
import { transfersMessages } from './messages.ts'
import { doctor } from './on-pair/texts.ts'
import { knockAtPeer } from './verbs.ts'

/** From each of the two: the app alone only shows that one of them lets the other in. */
const checkWay: DoctorCheck = async (machine) => {
  const { kind, address, port } = await machine.call(knockAtPeer, {})
  const item = { laptop: machine.label, title: doctor.title }
  if (kind === 'reached') return [{ ...item, verdict: 'passed', text: doctor.reached(address) }]
  const said = kind === 'silent' ? doctor.silent(machine.label, address, port) : doctor.otherKeys(address)
  return [{ ...item, verdict: 'failed', ...said }]
}

export const transfersApp = {
  name: 'transfers',
  messages: transfersMessages,
  doctorChecks: [checkWay],
} satisfies AppCapability
