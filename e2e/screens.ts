/**
 * A page that is watched: no script error, nothing against the policy, and the screens that a test names are looked at by
 * axe. In the long form that is each of them in both themes, with a picture in test-results/screens; in the short form it
 * is the first of each page and those that chance picks, in light, and some of them in dark as well.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test as plain, expect, type ConsoleMessage, type Page } from '@playwright/test'
import type axe from 'axe-core'
import { isLong, isPicked } from '../test/how-long.ts'

const themes = ['light', 'dark'] as const
/** Between the themes nothing differs but colors: the other rules would look at the same page twice. */
const rulesOfColor = ['color-contrast', 'link-in-text-block'] as const
/** How a violation of the policy comes out of the page. */
const violation = 'securitypolicyviolation'
const axeScript = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pictures = 'test-results/screens'
const oneIn = 8
const darkOneIn = 3

export interface Screens {
  /** Looks at what is shown now. The name is the picture's. `always`: in the short form as well. */
  look(name: string, always?: boolean): Promise<void>
}

export const test = plain.extend<{ readonly screens: Screens }>({
  screens: [
    async ({ page }, use) => {
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
    // Every page is watched, whether or not a test looks at screens.
    { auto: true },
  ],
})

export { expect }

async function look(page: Page, name: string, always = false): Promise<void> {
  if (!always && !isPicked(`screen ${name}`, oneIn)) return
  for (const colorScheme of isPicked(`dark ${name}`, darkOneIn) ? themes : [themes[0]]) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    if (isLong) await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png`, animations: 'disabled' })
    const found = await violationsOf(page, colorScheme === 'light' ? [] : rulesOfColor)
    expect(found, `axe on "${name}", ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}

/** By these rules alone, or by every usual one. axe is put into a page once, however often it looks. */
async function violationsOf(page: Page, rules: readonly string[]): Promise<readonly object[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeScript)
  // What passes is not described, which takes axe longer than finding out.
  const options: axe.RunOptions = {
    resultTypes: ['violations'],
    ...(rules.length > 0 && { runOnly: { type: 'rule', values: [...rules] } }),
  }
  return await page.evaluate(async (asked) => {
    const { violations } = await window.axe.run(document, asked)
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })),
    )
  }, options)
}
