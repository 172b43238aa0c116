/** What somebody who uses one of the laptops is told, there. */
import { toPlainLine } from '../../kernel/terminal-characters.ts'
import type { NoticeWords } from './verbs.ts'

export interface NoticeTexts {
  readonly login: string
  readonly begin: NoticeWords
  readonly brokenOff: NoticeWords
  readonly finished: NoticeWords
  /** Where something is still on its way; `finished` otherwise. */
  readonly behind?: NoticeWords
}

/** On the target. `label`: of the source, as its owner wrote it. */
export function takingTexts(label: string): NoticeTexts {
  const from = oneLine(label)
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

/** On the laptop whose packages become those of the other one. `label`: of that one. */
export function installingTexts(label: string): NoticeTexts {
  const from = oneLine(label)
  return {
    login: `pc-switcher is installing the packages of ${from} on this laptop. Don't shut it down until it has finished.`,
    begin: {
      title: `The packages of ${from} are being installed on this laptop`,
      body: "You can go on working. Don't shut it down until it has finished.",
    },
    brokenOff: {
      title: `Installing the packages of ${from} was interrupted`,
      body: 'Resume it in pc-switcher, on either laptop.',
    },
    finished: {
      title: `This laptop now has the packages of ${from}`,
      body: 'Programs that were updated are new when you start them again.',
    },
  }
}

/** On the source, where nobody started it. `label`: of the target. */
export function leavingTexts(label: string): NoticeTexts {
  const to = oneLine(label)
  return {
    login: `pc-switcher is copying this laptop to ${to}. What is saved here meanwhile is not copied.`,
    begin: {
      title: `This laptop is being copied to ${to}`,
      body: `Started on ${to}. Keep both laptops on. What you save here from now on is not copied.`,
    },
    brokenOff: {
      title: `Copying this laptop to ${to} was interrupted`,
      body: 'Your work here is as you left it. Resume it in pc-switcher, on either laptop.',
    },
    finished: {
      title: `${to} now has the work of this laptop`,
      body: `Work on ${to} from now on. It is safe to close the lid of this laptop.`,
    },
    behind: {
      title: `${to} now has the work of this laptop`,
      body: 'Syncthing still carries some of it. Keep both laptops on until it is done.',
    },
  }
}

const oneLine = (label: string): string => toPlainLine(label).slice(0, 100)
