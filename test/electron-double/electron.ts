/**
 * A double of what `src-main/shells/electron` uses of Electron 45, whose runtime cannot be had where tests run. Its types are
 * those that Electron declares. It runs the built shell unchanged: loader.mjs puts it where "electron" is imported. What is
 * not in it throws by its name. What only the real one can show stands in test/not-run-here.json.
 */
import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type * as Electron from 'electron'
import type { DesktopSeen } from './channel.ts'
import { desktopSeen } from './desktop.ts'
import { onlyKnown, preventable } from './only-known.ts'
import { answerPage } from './to-page.ts'
import { theWindow, windows } from './window.ts'

export { dialog, Menu, nativeImage, nativeTheme, screen, Tray } from './desktop.ts'
export { BrowserWindow, ipcMain, session } from './window.ts'

const top = path.join(import.meta.dirname, '../..')
const home = process.env['HOME'] ?? '/nonexistent'
const folders: Readonly<Partial<Record<string, string>>> = {
  userData: path.join(process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'pc-switcher'),
  documents: path.join(home, 'Documents'),
}
const said = { about: null as object | null, badge: 0, relaunched: false, ready: false, quitting: false }

function folderOf(name: string): string {
  const folder = folders[name]
  if (folder === undefined) throw new Error(`The double of Electron has no folder "${name}".`)
  return folder
}

const lock = path.join(folderOf('userData'), 'SingletonLock')

/** As Chromium's: the first one has it until it ends, and is told of the others. */
function takeLock(): boolean {
  mkdirSync(path.dirname(lock), { recursive: true })
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
  } catch {
    process.kill(Number(readFileSync(lock, 'utf8')), 'SIGUSR2')
    return false
  }
  process.on('exit', () => rmSync(lock))
  process.on('SIGUSR2', () => app.emit('second-instance', preventable(), [], '/', undefined))
  return true
}

function beforeReady(what: string): void {
  if (said.ready) throw new Error(`${what} should be called before app is ready`)
}

function quit(): void {
  said.quitting = true
  app.emit('before-quit', preventable())
  if (theWindow()?.tryToClose() === false) {
    said.quitting = false
    return
  }
  const event = preventable()
  app.emit('will-quit', event)
  if (!event.defaultPrevented) exit(0)
}

/** What was seen last is told before the process is gone. */
function exit(code: number): void {
  process.send?.({ id: 0, call: 'last', args: [seen()] }, undefined, undefined, () => process.exit(code))
}

const known = {
  enableSandbox: () => beforeReady('app.enableSandbox'),
  exit: (code = 0) => exit(code),
  getAppPath: () => top,
  getPath: (name: string) => folderOf(name),
  getVersion: () => (JSON.parse(readFileSync(path.join(top, 'package.json'), 'utf8')) as { version: string }).version,
  quit: () => void setImmediate(quit),
  relaunch: () => void (said.relaunched = true),
  requestSingleInstanceLock: takeLock,
  setAboutPanelOptions: (about: Electron.AboutPanelOptionsOptions) => void (said.about = about),
  setBadgeCount: (count = 0) => {
    said.badge = count
    return true
  },
  whenReady: async () => {
    await new Promise((resolve) => setImmediate(resolve))
    said.ready = true
  },
} satisfies Partial<Electron.App>
export const app = onlyKnown('app', Object.assign(new EventEmitter(), known))

export const protocol = onlyKnown('protocol', {
  registerSchemesAsPrivileged: () => beforeReady('protocol.registerSchemesAsPrivileged'),
} satisfies Partial<Electron.Protocol>)

windows.on('window-closed', () => {
  if (!said.quitting) app.emit('window-all-closed')
})

function seen(): DesktopSeen {
  const { about, badge, relaunched } = said
  return { window: theWindow()?.state ?? null, ...desktopSeen(), about, badge, relaunched }
}

answerPage({ seen: () => Promise.resolve(seen()) })
