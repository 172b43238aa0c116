import { toldEffects } from '../../../../src-main/contract/follow-choices.ts'
import type { EffectCounts } from '../../../../src-main/contract/preview.ts'
import { capitalized } from '../../../format/time.ts'
import { texts } from './texts.ts'

/** "Removes 1, adds 7, updates 9."; empty when nothing happens. */
export function effectText(counts: EffectCounts): string {
  const parts = toldEffects.flatMap((effect) => {
    const count = counts[effect] ?? 0
    return count === 0 ? [] : [texts.willDo[effect](count)]
  })
  return parts.length === 0 ? '' : `${capitalized(parts.join(', '))}.`
}
