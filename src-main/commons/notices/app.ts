import type { Scoped } from '../../contract/switch-scope.ts'
import type { Pair } from '../../switch/step.ts'
import type { AppCapability } from '../capability/app-capability.ts'
import { installingTexts, leavingTexts, takingTexts, type NoticeTexts } from './texts.ts'
import { clearNotice, showNotice } from './verbs.ts'

export const noticesApp = {
  name: 'notices',
  holdings: () => [
    {
      begin: async (pair, scoped) => {
        const shown = noticesOf(pair, scoped).map(([machine, { login, begin, brokenOff }]) =>
          machine.call(showNotice, { login, begin, brokenOff }),
        )
        await Promise.all(shown)
      },
      release: async (pair, end, scoped) => {
        const cleared = noticesOf(pair, scoped).map(([machine, { finished, behind = finished, brokenOff }]) =>
          machine.call(clearNotice, { end: { finished, behind, 'broken-off': brokenOff }[end] }),
        )
        await Promise.allSettled(cleared)
      },
    },
  ],
} satisfies AppCapability

/** Whoever starts it on the source knows of it; somebody there when the target fetches its work may not. */
function noticesOf({ from, to }: Pair, { scope }: Scoped): readonly (readonly [Pair['to'], NoticeTexts])[] {
  if (scope === 'packages') return [[to, installingTexts(from.label)]]
  const taking = [to, takingTexts(from.label)] as const
  return to.isHere === true ? [taking, [from, leavingTexts(to.label)]] : [taking]
}
