/** Walking the wizard as a person does, by what is written on it. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Screens } from './screens.ts'

const title = (page: Page): Locator => page.getByRole('heading', { level: 1 })

/** From the first page of the wizard to the press on "Start copying": answers what is asked, page after page. */
export async function decideAndStart(page: Page, screens: Screens, to: string): Promise<void> {
  const start = page.getByRole('button', { name: `Start copying to ${to}` })
  for (let number = 1; number <= 10; number++) {
    await screens.look(`decide-${number}`)
    await decideOnQuestions(page)
    if (await start.isVisible()) {
      await expect(page.getByText(/to copy, |Nothing large to copy/)).toBeVisible()
      const agree = page.getByRole('checkbox', { name: /^Delete / })
      if (await agree.isVisible()) await agree.click()
      await start.click()
      return
    }
    const before = await title(page).textContent()
    await page.getByRole('button', { name: /^Continue/ }).click()
    await expect(title(page)).not.toHaveText(before ?? '')
  }
  throw new Error('The wizard did not come to its last page in ten.')
}

/** One rule by hand, what is suggested for the rest; what can be kept as it is on the other laptop is kept. */
async function decideOnQuestions(page: Page): Promise<void> {
  const always = page.getByRole('button', { name: /^Always/ })
  if (await always.isVisible()) await always.click()
  const suggestions = page.getByRole('button', { name: /^Use \d+ suggestion/ })
  if (await suggestions.isVisible()) {
    await suggestions.click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Use \d+ suggestion/ })
      .click()
  }
  const list = page.getByRole('listbox', { name: 'Questions' })
  const keep = page.locator('main').getByRole('button', { name: /^Keep/ })
  if (!(await list.isVisible())) {
    if ((await keep.count()) > 0) await keep.first().click()
    return
  }
  for (const open of await list.getByRole('option').filter({ hasText: 'Decide' }).all()) {
    await open.click()
    if ((await keep.count()) > 0) await keep.first().click()
  }
}

/** The whole wizard with one key: Enter is the way on of every page, until the title is the wanted one. */
export async function pressEnterUntil(page: Page, wanted: string, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs
  // Also where a dialog lies over it.
  const heading = page.locator('h1')
  while ((await heading.textContent()) !== wanted) {
    if (Date.now() > deadline) throw new Error(`The page still says "${(await heading.textContent()) ?? ''}".`)
    const isRunning = (await page.getByRole('progressbar').count()) > 0
    if (!isRunning) await pressOn(page)
    await page.waitForTimeout(500)
  }
}

/** On the last page the start has to have the focus, and what it deletes may want a tick. */
async function pressOn(page: Page): Promise<void> {
  const start = page.getByRole('button', { name: /^Start copying to / })
  if (await start.isVisible()) {
    const agree = page.getByRole('checkbox', { name: /^Delete /, checked: false })
    if (await agree.isVisible()) {
      await tabTo(page, agree)
      await page.keyboard.press('Space')
    }
    if (await start.isEnabled()) await tabTo(page, start)
  }
  await page.keyboard.press('Enter')
}

/** Without a mouse. */
export async function tabTo(page: Page, place: Locator): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    if (await place.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there.')
}
