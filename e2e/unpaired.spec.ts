import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { expect, test } from './screens.ts'

const program = path.join(path.dirname(import.meta.dirname), 'dist/headless/app.cjs')

let folder: string
let app: ChildProcess
let address: string

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'unpaired-'))
  // A runtime folder of its own: the app of whoever runs these tests is not met.
  const env = { ...process.env, XDG_RUNTIME_DIR: folder }
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  app = child
  const lines = z.tuple([z.string()]).parse(await once(createInterface({ input: child.stdout }), 'line'))
  address = z.object({ url: z.string() }).parse(JSON.parse(lines[0])).url
})

test.afterAll(async () => {
  app.kill()
  await once(app, 'exit')
  await rm(folder, { recursive: true, force: true })
})

test('a laptop that is not paired says so, and what to do', async ({ page, browser, screens }) => {
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/is not paired yet/)
  await expect(page.getByRole('textbox', { name: 'Name or address of the other laptop' })).toBeFocused()
  await expect(page.getByRole('button', { name: 'Find it' })).toBeDisabled()
  await screens.look('not-paired')

  // The address was good for one browser, once.
  const stranger = await browser.newPage()
  expect((await stranger.goto(address))?.status()).toBe(401)
  await stranger.close()
})
