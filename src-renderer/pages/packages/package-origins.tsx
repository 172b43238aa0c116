import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { useCall } from '../../stores/use-call.ts'
import { texts, type LaptopLabels } from './texts.ts'

interface PackageOriginsProps {
  readonly one: Pick<ComparedPackage, 'name' | 'architecture'>
  readonly labels: LaptopLabels
}

/** Which package sources of both laptops offer it: asked of apt when somebody looks at it. */
export function PackageOrigins({ one: { name, architecture }, labels }: PackageOriginsProps) {
  const { value, error } = useCall('packagesOrigins', { packages: [{ name, architecture }] })
  const origins = value?.packages[0]
  if (origins !== undefined) return texts.origins(origins, labels)
  return error === undefined ? texts.askingOrigins : error.message
}
