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
const broken = (label: string): string => `Packages on ${label} have broken dependencies`
export const notice = (label: string) =>
  ({ title: broken(label), text: 'apt does none of this unless you agree to the repair.' }) as const
/** `names`: what the repair would remove. */
export const byHand = (names: readonly string[], label: string) =>
  ({
    title: broken(label),
    text: `To repair them, apt would remove ${shortList(names)}, which pc-switcher or the system needs. Repair them on ${label} by hand, then plan again.`,
  }) as const
