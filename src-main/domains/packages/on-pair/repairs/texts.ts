/** What is said of a laptop whose installed packages lack what they depend on. */
import { shortList } from '../sources/texts.ts'

export const title = 'Repair broken dependencies'
export const reason = (label: string): string =>
  `Packages on ${label} lack others that they depend on, so apt there refuses to install or remove anything`
export const leave = (label: string) =>
  ({ label: 'Leave', effect: `All packages of ${label} stay as they are.` }) as const
export const repair = (label: string) =>
  ({
    label: `Repair ${label}`,
    word: 'Repair',
    effect: `apt on ${label} does what is listed, together with everything else on this page.`,
  }) as const
export const removes = (names: readonly string[]): string => `The repair removes ${shortList(names)}.`
export const notice = (label: string) =>
  ({
    title: `Packages on ${label} have broken dependencies`,
    text: 'apt does nothing of what is listed here unless you also say yes to the repair.',
  }) as const
