import type { DoctorCheck } from '../../../../commons/capability/app-capability.ts'
import { captureFlatpaks } from '../verbs.ts'
import { doctor } from './texts.ts'

/** Whether Flatpak apps can be copied from and to a laptop. Nothing where it has no Flatpak. */
export const checkOstree: DoctorCheck = async (machine) => {
  const { isInstalled, hasOstree } = await machine.call(captureFlatpaks, {})
  const item = { laptop: machine.label, title: doctor.title }
  if (!isInstalled) return []
  if (hasOstree) return [{ ...item, verdict: 'passed', text: doctor.passed }]
  return [{ ...item, verdict: 'warning', ...doctor.lacking(machine.label) }]
}
