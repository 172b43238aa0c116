/**
 * A page that is watched: no script error, nothing against the policy, and the screens that a test names are looked at by
 * axe. In the long form that is each of them in both themes, with a picture in test-results/screens; in the short form it
 * is the first of each page and those that chance picks, in light, and some of them in dark as well.
 */
import AxeBuilder from '@axe-core/playwright'
import { test as plain, expect, type ConsoleMessage, type Page } from '@playwright/test'
import { isLong, isPicked } from '../test/how-long.ts'

const themes = ['light', 'dark'] as const
/** Between the themes nothing differs but colors: the other rules would look at the same page twice. */
const rulesOfColor = ['color-contrast', 'link-in-text-block'] as const
/** How a violation of the policy comes out of the page. */
const violation = 'securitypolicyviolation'
const pictures = 'test-results/screens'
const oneIn = 4
const darkOneIn = 3

export interface Screens {
  /** Looks at what is shown now. The name is the picture's. `always`: in the short form as well. */
  look(name: string, always?: boolean): Promise<void>
}

export const test = plain.extend<{ readonly screens: Screens }>({
  screens: async ({ page }, use) => {
    const faults: string[] = []
    const onError = (error: Error) => faults.push(`error: ${error.message}`)
    const onConsole = (message: ConsoleMessage) => {
      if (message.text().startsWith(violation)) faults.push(message.text())
    }
    page.on('pageerror', onError).on('console', onConsole)
    const watching = await page.addInitScript((prefix) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
        console.error(prefix, effectiveDirective, blockedURI, sample)
      })
    }, violation)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await use({ look: (name, always) => look(page, name, always) })
    // A page may be kept for the next test.
    page.off('pageerror', onError).off('console', onConsole)
    await watching.dispose()
    expect(faults).toEqual([])
  },
})

export { expect }

async function look(page: Page, name: string, always = false): Promise<void> {
  if (!always && !isPicked(`screen ${name}`, oneIn)) return
  for (const colorScheme of isPicked(`dark ${name}`, darkOneIn) ? themes : [themes[0]]) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    if (isLong) await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png`, animations: 'disabled' })
    // What passes is not described, which takes axe longer than finding out.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules([...rulesOfColor])).analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })),
    )
    expect(found, `axe on "${name}", ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}
