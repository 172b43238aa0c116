import { knockAtPeer } from '../verbs.ts'
import type { DoctorCheck } from '../../capability/app-capability.ts'
import { doctor } from './texts.ts'

/** From each of the two: the app alone only shows that one of them lets the other in. */
export const checkWay: DoctorCheck = async (machine) => {
  const { kind, address, port } = await machine.call(knockAtPeer, {})
  const item = { laptop: machine.label, title: doctor.title }
  if (kind === 'reached') return [{ ...item, verdict: 'passed', text: doctor.reached(address) }]
  const said = kind === 'silent' ? doctor.silent(machine.label, address, port) : doctor.otherKeys(address)
  return [{ ...item, verdict: 'failed', ...said }]
}
