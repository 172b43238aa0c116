/** `npm run gallery`: every state of every page in three widths and both themes, to look at side by side. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { test } from '../fixtures/faces.ts'
import { nameOf } from '../fixtures/states/state.ts'
import { openState, states, untilDrawn } from '../fixtures/states/states.ts'
import { galleryPage, pictureOf, themes, windows } from './gallery-page.ts'

const folder = 'dist/gallery'

test.beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/index.html`, galleryPage(states.map(nameOf)))
})

for (const one of states) {
  test(`pictures of ${nameOf(one)}`, async ({ page, open, screens }) => {
    await openState(page, open, one)
    for (const window of windows) {
      await page.setViewportSize(window)
      if (one.ofOneWidth === true) {
        await page.goto('about:blank')
        await openState(page, open, one)
      }
      await untilDrawn(page)
      await screens.look(nameOf(one), true)
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
