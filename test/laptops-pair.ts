import { parseRelease, type Release } from '../practice/image.ts'
import type { Host } from '../practice/layout.ts'

/** The name of the pair that tests use; `npm test` keeps it for the browser's part and brings it down itself. */
export const testPair = process.env.PC_SWITCHER_TEST_PAIR ?? 'test'
/** Which system each laptop has, where a run asks for others than the pair has: "trixie,noble". */
export const testReleases = readReleases(process.env.PC_SWITCHER_TEST_RELEASES)
/** Those of the pair that nobody has paired yet. */
export const unpairedReleases: Readonly<Record<Host, Release>> = { p17: 'bookworm', xps: 'bookworm', ...testReleases }
export const keepPair = process.env.PC_SWITCHER_KEEP_PAIR === '1'

function readReleases(asked: string | undefined): Partial<Record<Host, Release>> {
  if (asked === undefined) return {}
  const [p17 = '', xps = ''] = asked.split(',')
  return { p17: parseRelease(p17), xps: parseRelease(xps) }
}
