/** Two laptops are paired in the browser, as somebody does it who has installed the package on one of them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { chromium, expect as onPage, type Browser, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import browsers from '../../playwright.config.ts'
import { argvOn, resetPair } from '../../practice/pair.ts'
import { hosts } from '../../practice/layout.ts'
import { findPair } from '../../practice/pair-state.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'
import { addressOfXps, installOnP17, password } from '../laptops-pairing.ts'
import { proofOf, switchTo } from '../laptops-product.ts'

/** A laptop whose first package is being set up by another one over the network. */
const patience = { timeout: 120_000 }

let browser: Browser
let page: Page
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const press = (name: string) => page.getByRole('button', { name }).click()

/** The app as alice starts it before anything is paired, at the port that leads out of the laptop. */
async function openPage(): Promise<void> {
  const port = String((await findPair(testPair))?.laptops.p17.port)
  const words = ['pc-switcher', 'serve', '--port', port, '--json'] as const
  const [file, ...rest] = await argvOn('p17', [...words], { name: testPair, user: 'alice' })
  const app = spawn(file, rest, { stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = z.tuple([z.string()]).parse(await once(createInterface({ input: app.stdout }), 'line'))
  browser = await chromium.launch({ ...browsers.use?.launchOptions })
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(z.object({ url: z.string() }).parse(JSON.parse(line)).url)
}

describe('in the browser, two laptops that were never paired', () => {
  beforeAll(async () => {
    await resetPair(testPair)
    for (const host of hosts) await shellOn(host, `echo alice:${password} | chpasswd`)
    await installOnP17()
    await openPage()
  })
  afterAll(async () => {
    await browser.close()
    // Not the shell that says so.
    await shellOn('p17', 'pkill --full "[a]pp.cjs serve --port" || true')
  })

  it('are paired with nothing typed but the address and one password, and everything is checked', async () => {
    await onPage(heading('p17 is not paired yet')).toBeVisible()
    await page.getByRole('textbox', { name: 'Name or address of the other laptop' }).fill(await addressOfXps())
    await press('Find it')
    await onPage(heading('Is this your other laptop?')).toBeVisible()
    await press('They match, continue')
    await page.getByLabel('Your password').fill(password)
    await page.keyboard.press('Enter')
    await onPage(heading('Pair p17 and xps')).toBeVisible(patience)
    await onPage(page.getByText(/^The package pc-switcher-headless [\d.]+ is installed/)).toBeVisible()
    await press('Pair laptops')
    await onPage(heading('Pairing both laptops')).toBeVisible()
    await onPage(heading('p17 and xps are paired')).toBeVisible(patience)
    const checks = await page.getByRole('listitem').allTextContents()
    expect(checks.length).toBeGreaterThan(8)
    expect(checks.filter((check) => !check.startsWith('Passed'))).toEqual([])
    expect(checks.filter((check) => check.includes('Connection to the other laptop'))).toHaveLength(2)
  })

  it('go on to the overview, and switch', async () => {
    await press('Open pc-switcher')
    await onPage(heading(/compared yet|differs from/)).toBeVisible(patience)
    const told = await switchTo('p17', 'xps')
    expect(told.stderr).toBe('')
    expect(proofOf(told).verified).toBe(true)
    await onPage(heading('Safe to close the lid of P17')).toBeVisible(patience)
  })
})
