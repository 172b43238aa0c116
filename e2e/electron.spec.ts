import { existsSync } from 'node:fs'
import path from 'node:path'
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test'

const top = path.dirname(import.meta.dirname)
const runtime = path.join(top, 'node_modules/electron/dist/electron')

test.describe('the desktop window', () => {
  test.skip(!existsSync(runtime), "Electron's runtime is not installed (test/not-run-here.json)")

  let app: ElectronApplication
  let page: Page

  test.beforeAll(async () => {
    // Electron refuses to run as root with its sandbox; only a test does that.
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    app = await _electron.launch({ executablePath: runtime, args: [...asRoot, top] })
    page = await app.firstWindow()
  })

  test.afterAll(async () => {
    await app.close()
  })

  test('opens one window, with the face in it', async () => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(page.url()).toMatch(/^app:\/\/pc-switcher\/index\.html/)
    expect(app.windows()).toHaveLength(1)
  })

  test('shows the page nothing of Node and only the bridge of the app', async () => {
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(Reflect.get(window, 'pcSwitcher') as object).sort(),
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => Reflect.has(window, name)),
    }))
    expect(seen).toEqual({ bridge: ['call', 'note', 'onMessage', 'saveFile'], node: [] })
  })

  test('answers a call of the page with an envelope', async () => {
    const answer = await page.evaluate(async () => {
      const bridge = Reflect.get(window, 'pcSwitcher') as { call(name: string, input: unknown): Promise<unknown> }
      return await bridge.call('no such call', {})
    })
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
  })

  test('goes nowhere else and opens nothing', async () => {
    const before = page.url()
    expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true)
    await page.evaluate(() => {
      location.href = 'https://example.org/'
    })
    await page.waitForTimeout(500)
    expect(page.url()).toBe(before)
    expect(app.windows()).toHaveLength(1)
  })

  test('holds to its policy: no inline script, no connection to elsewhere', async () => {
    const refused = await page.evaluate(async () => {
      const violations: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
      const script = document.createElement('script')
      script.textContent = 'document.title = "taken over"'
      document.head.append(script)
      await fetch('https://example.org/').catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 200))
      return { violations: violations.sort(), title: document.title }
    })
    expect(refused.violations).toEqual(['connect-src', 'script-src-elem'])
    expect(refused.title).not.toBe('taken over')
  })
})
