import type { AppCapability } from '../capability/app-capability.ts'
import { noticeTexts } from './texts.ts'
import { clearNotice, showNotice } from './verbs.ts'

export const noticesApp = {
  name: 'notices',
  holdings: () => [
    {
      begin: async ({ from, to }) => {
        const { login, begin, brokenOff } = noticeTexts(from.label)
        await to.call(showNotice, { login, begin, brokenOff })
      },
      release: async ({ from, to }, end) => {
        const { finished, brokenOff } = noticeTexts(from.label)
        await to.call(clearNotice, { end: end === 'finished' ? finished : brokenOff })
      },
    },
  ],
} satisfies AppCapability
