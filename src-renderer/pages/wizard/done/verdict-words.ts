import type { VerificationItem } from '../../../../src-main/contract/switch-state.ts'

export const verdictWords: Readonly<Record<VerificationItem['verdict'], string>> = {
  same: 'Same',
  'as-chosen': 'As chosen',
  healthy: 'Healthy',
  differs: 'Differs',
}
