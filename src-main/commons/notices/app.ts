import { hostname } from 'node:os'
import { isBrought } from '../../contract/started-by.ts'
import type { Pair } from '../../switch/step.ts'
import type { AppCapability } from '../capability/app-capability.ts'
import { leavingTexts, takingTexts, type NoticeTexts } from './texts.ts'
import { clearNotice, showNotice } from './verbs.ts'

export const noticesApp = {
  name: 'notices',
  holdings: () => [
    {
      begin: async (pair) => {
        const shown = noticesOf(pair).map(([machine, { login, begin, brokenOff }]) =>
          machine.call(showNotice, { login, begin, brokenOff }),
        )
        await Promise.all(shown)
      },
      release: async (pair, end) => {
        const cleared = noticesOf(pair).map(([machine, { finished, brokenOff }]) =>
          machine.call(clearNotice, { end: end === 'finished' ? finished : brokenOff }),
        )
        await Promise.allSettled(cleared)
      },
    },
  ],
} satisfies AppCapability

/** Whoever starts it on the laptop that is left knows of it; somebody there when the other one fetches its work may not. */
function noticesOf({ from, to }: Pair): readonly (readonly [Pair['to'], NoticeTexts])[] {
  const taking = [to, takingTexts(from.label)] as const
  return isBrought({ from, to, startedBy: hostname() }) ? [taking, [from, leavingTexts(to.label)]] : [taking]
}
