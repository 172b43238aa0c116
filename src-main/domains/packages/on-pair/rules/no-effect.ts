import { isExactRule, type PackageRule } from '../../../../contract/package-rule.ts'
import { isMachineUnit, ownPackages } from '../../never-compared.ts'

/** Why a rule for this one alone would decide nothing; of a pattern it may be meant for others. */
export function whyNoEffect(rule: Pick<PackageRule, 'kind' | 'name'>): 'ownPackage' | 'machineUnit' | undefined {
  if (!isExactRule(rule)) return undefined
  const { kind, name } = rule
  switch (kind) {
    case 'apt':
      return ownPackages.includes(name.replace(/:.*$/, '')) ? 'ownPackage' : undefined
    case 'unit':
      return isMachineUnit({ unit: name }) ? 'machineUnit' : undefined
    case 'user-unit':
      return isMachineUnit({ unit: name, scope: 'users' }) ? 'machineUnit' : undefined
    case 'flatpak':
    case 'snap':
    case 'source':
    case 'flatpak-source':
    case 'alternative':
      return undefined
  }
}
