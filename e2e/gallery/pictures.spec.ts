/** `npm run gallery`: every state of every page in three widths and both themes, to look at side by side. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from '../fixtures/faces.ts'
import { nameOf, states } from '../fixtures/states.ts'
import { galleryPage, pictureOf, themes, windows } from './gallery-page.ts'

const folder = 'dist/gallery'

test.beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/index.html`, galleryPage(states.map(nameOf)))
})

for (const one of states) {
  test(`pictures of ${nameOf(one)}`, async ({ page, open }) => {
    await open(one.state, one.hash)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(one.title)
    await page.waitForTimeout(500)
    for (const window of windows) {
      await page.setViewportSize(window)
      await page.waitForTimeout(100)
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.screenshot({
          path: `${folder}/${pictureOf(nameOf(one), window, colorScheme)}`,
          animations: 'disabled',
        })
      }
    }
  })
}
