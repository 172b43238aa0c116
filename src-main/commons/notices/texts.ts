/** What somebody who uses the laptop that is taken is told, there. */
import type { NoticeWords } from './verbs.ts'

export interface NoticeTexts {
  readonly login: string
  readonly begin: NoticeWords
  readonly brokenOff: NoticeWords
  readonly finished: NoticeWords
}

/** `label`: of the laptop that is left, as its owner wrote it. */
export function noticeTexts(label: string): NoticeTexts {
  const from = label.replace(/\p{Cc}/gu, ' ').slice(0, 100)
  return {
    login: `pc-switcher is copying ${from} to this laptop, and files change meanwhile. Work here when it has finished.`,
    begin: {
      title: `${from} is being copied to this laptop`,
      body: 'Files change meanwhile. Save your work, and wait until it has finished.',
    },
    brokenOff: {
      title: `Copying ${from} to this laptop was interrupted`,
      body: 'Some files may be new already. Resume it in pc-switcher, on either laptop.',
    },
    finished: {
      title: `This laptop now has the work of ${from}`,
      body: 'Start programs that were open again, so that they read the new files.',
    },
  }
}
