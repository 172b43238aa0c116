import type { VerificationItem } from '../../../../src-main/contract/switch-state.ts'
import { texts } from './texts.ts'

export const verdictWords: Readonly<Record<VerificationItem['verdict'], string>> = texts.verdicts
