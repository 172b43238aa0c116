/** Snapshots of two real laptops in the browser: taken, compared, looked into, brought back, rolled back, deleted. */
import type { Locator, Page } from '@playwright/test'
import { addressOf, asAlice, asRoot, pairDown, pairUp } from './pair.ts'
import { expect, test } from './screens.ts'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const note = 'Before the trip'
const letter = 'Documents/letter.txt'

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(10 * 60_000)
  await pairUp()
  for (const host of ['p17', 'xps'] as const) {
    await asAlice(
      host,
      `mkdir -p ~/Documents && printf 'one\\ntwo\\nthree\\n' > ~/${letter} && echo lost > ~/Documents/soon-gone.txt`,
    )
  }
})

test.afterAll(async () => {
  await pairDown()
})

async function openSnapshots(page: Page): Promise<void> {
  await page.goto(await addressOf('p17'))
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Snapshots' }).click()
  await expect(title(page)).toHaveText(/snapshots?/)
}

async function chooseTheOneOfBefore(page: Page): Promise<void> {
  await openSnapshots(page)
  await page.getByRole('searchbox', { name: 'Search snapshots' }).fill(note)
  await page.getByRole('listbox', { name: 'Snapshots' }).getByRole('option', { name: note }).click()
}

test('a snapshot is taken on both laptops and stands in the list', async ({ page, screens }) => {
  await openSnapshots(page)
  await page.getByRole('button', { name: 'Take snapshot now' }).click()
  await page.getByLabel('Note (optional)').fill(note)
  await screens.look('snapshots-take')
  await page.getByRole('button', { name: 'Take snapshot on both laptops' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  const row = page.getByRole('listbox', { name: 'Snapshots' }).getByRole('option', { name: note })
  await expect(row).toContainText('P17')
  await expect(row).toContainText('XPS 13')
})

test('what changed since is compared, looked at and restored', async ({ page, screens }) => {
  await asAlice(
    'p17',
    `cd ~ && printf 'one\\n2\\nthree\\nfour\\n' > ${letter} && rm Documents/soon-gone.txt && mkdir -p trip && echo new > trip/diary.txt`,
  )
  await chooseTheOneOfBefore(page)
  await expect(page.getByRole('tab', { name: /Home files \d/ })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search paths' }).fill('trip/diary')
  await expect(page.getByRole('option', { name: /~\/trip\/diary\.txt/ })).toContainText('New')
  await page.getByRole('searchbox', { name: 'Search paths' }).fill('soon-gone')
  await expect(page.getByRole('option', { name: /soon-gone/ })).toContainText('Deleted')
  await page.getByRole('searchbox', { name: 'Search paths' }).fill('letter')
  await expect(page.getByText('1 found')).toBeVisible()
  await page.getByRole('option', { name: /letter\.txt/ }).click()
  await expect(page.getByText('2 lines differ. Restoring keeps the current file as letter.txt.bak.')).toBeVisible()
  await screens.look('snapshots-compare')
  await page.getByRole('button', { name: 'Restore on P17…' }).click()
  await expect(page.getByText('1 file on P17 is different now.')).toBeVisible()
  await screens.look('snapshots-restore')
  await page.getByRole('button', { name: 'Restore on P17', exact: true }).click()
  await expect(page.getByText('1 file was restored on P17')).toBeVisible()
  await screens.look('snapshots-restored')
  expect(await asAlice('p17', `cat ~/${letter}`)).toBe('one\ntwo\nthree\n')
  expect(await asAlice('p17', `cat ~/${letter}.bak`)).toBe('one\n2\nthree\nfour\n')
})

test('a deleted file is found in the snapshots and comes back on the other laptop too', async ({ page, screens }) => {
  await chooseTheOneOfBefore(page)
  await page.getByRole('link', { name: 'Browse files' }).click()
  const list = page.getByRole('listbox', { name: 'Files and folders' })
  await expect(list.getByRole('option', { name: /^Documents/ })).toBeVisible()
  await screens.look('snapshots-browse')
  await page.getByRole('searchbox', { name: 'Search names in all snapshots' }).fill('soon-gone')
  await page.getByRole('option', { name: /Gone from P17/ }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'soon-gone.txt' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Versions', exact: true })).toContainText('not there')
  await screens.look('snapshots-versions')
  await page.getByRole('button', { name: 'Restore this version…' }).click()
  await page.getByRole('button', { name: 'Restore on P17', exact: true }).click()
  await expect(page.getByText('1 file was restored on P17')).toBeVisible()
  expect(await asAlice('p17', 'cat ~/Documents/soon-gone.txt')).toBe('lost\n')
})

/** Where nothing differs there is nothing to tick. */
async function chooseHomeAlone(dialog: Locator): Promise<void> {
  await expect(dialog.getByRole('checkbox', { name: /^Home files/ })).toBeVisible()
  for (const subvolume of ['System', 'Virtual machine images']) {
    const tick = dialog.getByRole('checkbox', { name: new RegExp(`^${subvolume}`) })
    if ((await tick.count()) > 0) await tick.click()
  }
}

test('home files of the other laptop are rolled back, and what was there is kept', async ({ page, screens }) => {
  test.setTimeout(6 * 60_000)
  await asAlice('xps', `cd ~ && echo overwritten > ${letter} && echo own > Documents/only-there.txt`)
  await chooseTheOneOfBefore(page)
  await page.getByRole('radio', { name: 'XPS 13' }).click()
  await page.getByRole('button', { name: 'Roll back…' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog.getByText(/only on XPS 13 now and would disappear:$/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Keep as it is' })).toBeFocused()
  await screens.look('snapshots-rollback')
  await chooseHomeAlone(dialog)
  await expect(dialog.getByText('~/Documents/only-there.txt')).toBeVisible()
  await page.getByRole('button', { name: 'Roll XPS 13 back' }).click()
  // Nobody is at XPS 13, so it is done at once.
  const done = page.getByRole('dialog', { name: 'XPS 13 was rolled back' })
  await expect(done).toContainText('Home files', { timeout: 60_000 })
  await screens.look('snapshots-rolled-back')
  expect(await asAlice('xps', `cat ~/${letter}`)).toBe('one\ntwo\nthree\n')
  expect(await asAlice('xps', 'ls ~/Documents')).not.toContain('only-there.txt')
  await done.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('searchbox', { name: 'Search snapshots' }).fill('before rolling back')
  const kept = page.getByRole('listbox', { name: 'Snapshots' }).getByRole('option', { name: 'Before rolling back' })
  await expect(kept).toContainText('XPS 13')
  await kept.click()
  await page.getByRole('searchbox', { name: 'Search paths' }).fill('only-there')
  await expect(page.getByRole('option', { name: /only-there/ })).toContainText('Deleted')
})

test('a laptop that is in use goes back at its next start, and what becomes of it is told', async ({
  page,
  screens,
}) => {
  test.setTimeout(6 * 60_000)
  await asAlice('xps', `cd ~ && echo overwritten > ${letter}`)
  await asRoot('xps', 'systemd-run --quiet --unit=editing --uid=alice --working-directory=/home/alice sleep 1000')
  await chooseTheOneOfBefore(page)
  await page.getByRole('radio', { name: 'XPS 13' }).click()
  await page.getByRole('button', { name: 'Roll back…' }).click()
  const dialog = page.getByRole('alertdialog')
  await chooseHomeAlone(dialog)
  await expect(dialog.getByText('Takes effect at the next restart.')).toBeVisible()
  await expect(dialog.getByText(/In use now: the service editing/)).toBeVisible()
  await page.getByRole('button', { name: 'Roll XPS 13 back' }).click()
  await expect(page.getByRole('dialog', { name: 'XPS 13 rolls back at the next restart' })).toBeVisible()
  await screens.look('snapshots-next-start')
  expect(await asAlice('xps', `cat ~/${letter}`)).toBe('overwritten\n')
  await page.getByRole('button', { name: 'Restart XPS 13 now', exact: true }).click()
  const anew = page.getByText('XPS 13 is restarting and rolling back.')
  await expect(anew).toBeVisible()
  await expect(anew).toBeHidden({ timeout: 120_000 })
  await expect(page.getByText(/Rolled back to .*: Home files/)).toBeVisible()
  expect(await asAlice('xps', `cat ~/${letter}`)).toBe('one\ntwo\nthree\n')
  await page.getByRole('link', { name: 'Overview' }).click()
  await expect(page.getByText(/XPS 13: Rolled back to/)).toBeVisible()
})

test('old snapshots are deleted by a rule whose effect was in sight', async ({ page, screens }) => {
  test.setTimeout(4 * 60_000)
  await openSnapshots(page)
  await page.getByRole('link', { name: 'How long snapshots are kept' }).click()
  await expect(page.getByRole('button', { name: 'Turn on automatic cleanup' })).toBeEnabled()
  for (const name of [
    'Days to keep every snapshot',
    'Days to keep one snapshot a day',
    'Weeks to keep one snapshot a week',
    'Months to keep one snapshot a month',
  ])
    await page.getByRole('textbox', { name }).fill('0')
  await expect(page.getByRole('heading', { level: 2, name: /would delete \d+ snapshots? now/ })).toBeVisible()
  await screens.look('snapshots-keeping')
  await page.getByRole('button', { name: 'Turn on automatic cleanup' }).click()
  await expect(title(page)).toHaveText('Old snapshots are deleted automatically')
  await page.getByRole('button', { name: 'Delete them now…' }).click()
  await page.getByRole('button', { name: /^Delete \d+ snapshots?$/ }).click()
  await expect(page.getByText(/snapshots? deleted\./).first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('heading', { level: 2, name: 'The rule would delete nothing now' })).toBeVisible()
  await page.getByRole('link', { name: 'Back to snapshots' }).click()
  await expect(title(page)).toHaveText(/^\d+ snapshots?$/)
  await expect(page.getByRole('option', { name: /Before restoring/ })).toHaveCount(0)
  await screens.look('snapshots-after-pruning')
})
