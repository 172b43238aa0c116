/** How desktops and software centres find the app, by the tools that check such files. */
import { execFileSync, spawn } from 'node:child_process'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { canOpen, findProgram, openAsWindow, openInBrowser } from '../../src-main/tools/xdg-open.ts'
import { ownerOfConnection } from '../../src-main/tools/proc/tcp-owners.ts'
import { listenOnLoopback } from '../../src-main/transport/serve-http.ts'
import { ownFolder } from '../own-folder.ts'

const shared = path.join(import.meta.dirname, '../../assets/headless/tree/usr/share')
const entry = path.join(shared, 'applications/io.github.pc_switcher.desktop')
const metainfo = path.join(shared, 'metainfo/io.github.pc_switcher.metainfo.xml')

describe('the entry among the applications', () => {
  it('is one that desktops take', () => {
    const said = execFileSync('desktop-file-validate', ['--warn-kde', entry], { encoding: 'utf8' })
    expect(said).toBe('')
  })

  it('is described for software centres', () => {
    const said = execFileSync('appstreamcli', ['validate', '--no-net', '--no-color', metainfo], { encoding: 'utf8' })
    expect(said).toMatch(/Validation was successful/)
  })

  it('goes by one name for the entry, the icon and the description', async () => {
    const [written, described] = await Promise.all([entry, metainfo].map((file) => readFile(file, 'utf8')))
    expect(written).toContain('\nIcon=io.github.pc_switcher\n')
    expect(described).toContain('<id>io.github.pc_switcher</id>')
    expect(described).toContain(`>${path.basename(entry)}</launchable>`)
  })
})

describe('opening the page', () => {
  let folder: string
  beforeEach(() => (folder = ownFolder('opening')))

  const file = () => path.join(folder, 'started')
  /** A program that notes how it was started. */
  async function put(name: string) {
    await writeFile(
      path.join(folder, name),
      `#!/bin/sh\necho "${name} $*" > ${file()}.half; mv ${file()}.half ${file()}\n`,
    )
    await chmod(path.join(folder, name), 0o755)
  }
  const environment = () => ({ PATH: `${folder}:/usr/bin:/bin`, DISPLAY: ':0' })
  const only = () => ({ PATH: folder, DISPLAY: ':0' })
  async function started(): Promise<string> {
    for (;;) {
      const text = await readFile(file(), 'utf8').catch(() => undefined)
      if (text !== undefined) return text.trim()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  it('is done by whatever opens links, and in a window of its own by a browser that can', async () => {
    await put('xdg-open')
    await put('chromium')
    await openInBrowser('http://127.0.0.1:1/', environment(), {})
    expect(await started()).toBe('xdg-open http://127.0.0.1:1/')
    await rm(file())
    await openAsWindow('http://127.0.0.1:1/', environment(), {})
    expect(await started()).toBe('chromium --app=http://127.0.0.1:1/')
  })

  it('is possible where there is a screen and a program for it', async () => {
    expect(canOpen(only())).toBe(false)
    await put('google-chrome')
    expect(canOpen(only())).toBe(true)
    expect(canOpen({ PATH: folder })).toBe(false)
    expect(findProgram(['no-such', 'google-chrome'], only())).toBe('google-chrome')
  })
})

describe('whose a connection is', () => {
  const nobody = { uid: 65_534, gid: 65_534 }

  /** A program of this account connects, and stays until it has its answer. */
  async function ownerSeen(account: { readonly uid: number; readonly gid: number }): Promise<number | undefined> {
    let seen: number | undefined
    const server = await listenOnLoopback((request, response) => {
      seen = ownerOfConnection({ client: request.socket.remotePort ?? 0, server: server.port })
      response.end('known')
    }, 0)
    const program = `fetch('http://127.0.0.1:${server.port}/').then((answer) => answer.text()).then(() => process.exit(0))`
    const child = spawn(process.execPath, ['-e', program], { ...account, cwd: '/', stdio: 'inherit' })
    await new Promise((resolve) => child.on('close', resolve))
    await server.close()
    return seen
  }

  it('is told by the kernel, also of another account', async () => {
    const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
    expect(await ownerSeen(own)).toBe(own.uid)
    expect(await ownerSeen(nobody)).toBe(nobody.uid)
  })

  it('is not known when there is none', () => {
    expect(ownerOfConnection({ client: 1, server: 2 })).toBeUndefined()
  })
})
