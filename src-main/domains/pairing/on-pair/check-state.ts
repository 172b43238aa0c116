import type { DoctorCheck } from '../../../commons/capability/app-capability.ts'
import type { DoctorItem } from '../../../contract/doctor-calls.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { readStatePlace } from '../verbs.ts'
import { doctor } from './words/texts.ts'

export const checkState: DoctorCheck = async (machine) => {
  const { kind, folder } = await machine.call(readStatePlace, {})
  const item = (found: Pick<DoctorItem, 'verdict' | 'text' | 'hint'>): readonly DoctorItem[] => [
    { laptop: machine.label, title: doctor.title, ...found },
  ]
  switch (kind) {
    case 'none':
      return []
    case 'apart':
      return item({ verdict: 'passed', text: doctor.apart(folder) })
    case 'in-system':
      return item({ verdict: 'warning', ...doctor.inSystem(folder) })
    case 'not-mounted':
      return item({ verdict: 'failed', ...doctor.notMounted(folder, machine.label) })
    default:
      return assertNever(kind)
  }
}
