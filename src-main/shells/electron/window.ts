import path from 'node:path'
import { BrowserWindow, session, type Session } from 'electron'
import { isOwnPage, pageScheme, startPage } from './page-address.ts'
import { servePage } from './serve-page.ts'

/** The smallest size at which nothing is cut off, and one that fits most laptops. */
const smallest = { minWidth: 1100, minHeight: 720 }
const usual = { width: 1280, height: 800 }

export interface Folders {
  /** The built page: dist/renderer. */
  readonly renderer: string
  /** dist/electron, where the preload stands. */
  readonly shell: string
}

/** Serves the page's files with their headers, and denies every permission. */
export function prepareSession(folders: Folders): Session {
  const own = session.defaultSession
  own.protocol.handle(pageScheme, (request) => servePage(request, folders.renderer))
  own.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  own.setPermissionCheckHandler(() => false)
  own.setDevicePermissionHandler(() => false)
  own.on('will-download', (event) => event.preventDefault())
  return own
}

export function openWindow(folders: Folders): BrowserWindow {
  const window = new BrowserWindow({
    ...usual,
    ...smallest,
    title: 'pc-switcher',
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: path.join(folders.shell, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  keepAtHome(window)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(startPage)
  return window
}

/** Blocks navigation, frames and windows that lead away from our own page. */
function keepAtHome({ webContents }: BrowserWindow): void {
  const stay = (details: { readonly url: string; preventDefault(): void }): void => {
    if (!isOwnPage(details.url)) details.preventDefault()
  }
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.on('will-navigate', stay)
  webContents.on('will-frame-navigate', stay)
  webContents.on('will-redirect', stay)
  webContents.on('will-attach-webview', (event) => event.preventDefault())
}
