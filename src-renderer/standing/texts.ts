/** What is said of the switch where its page is not seen. */
import { formatCount } from '../../src-main/kernel/units.ts'

export const texts = {
  /** In front of the title of the tab. */
  needsYou: 'Needs you',
  failed: 'Not finished',
  safe: 'Safe',
  changed: (files: number) => `${formatCount(files)} changed`,
  titleOf: (standing: string, page: string) => `${standing} · ${page}`,
  doneTitle: (from: string) => `Safe to close the lid of ${from}`,
  /** Where something is still on its way. */
  verifiedTitle: (to: string) => `The switch to ${to} was verified`,
  packagesTitle: (from: string, to: string) => `${to} has the packages of ${from}`,
  failedTitle: (to: string) => `The switch to ${to} is not finished`,
  failedText: (to: string) => `Don't take ${to} with you yet. Open pc-switcher to see what to do.`,
  openText: 'Open pc-switcher to see what to do.',
  needsTitle: (to: string) => `The switch to ${to} needs you`,
  needsText: 'Open pc-switcher to decide before copying can start.',
}
