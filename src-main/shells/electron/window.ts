import path from 'node:path'
import { app, BrowserWindow, dialog, nativeTheme, screen, session, type Session } from 'electron'
import { afterGone } from './gone-window.ts'
import { isOwnPage, mayHave, pageScheme, startPage } from './page-address.ts'
import { servePage } from './serve-page.ts'
import { texts } from './texts.ts'
import { groundOf, placeOf, smallest, type WindowMemory } from './window-memory.ts'

export interface Folders {
  /** The built page: dist/renderer. */
  readonly renderer: string
  /** dist/electron, where the preload stands. */
  readonly shell: string
}

/** Serves the page's files with their headers, and denies every permission but that to notify. */
export function prepareSession(folders: Folders): Session {
  const own = session.defaultSession
  own.protocol.handle(pageScheme, (request) => servePage(request, folders.renderer))
  own.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) =>
    decide(mayHave(permission, requestingUrl)),
  )
  own.setPermissionCheckHandler((_contents, permission, origin) => mayHave(permission, origin))
  own.setDevicePermissionHandler(() => false)
  own.on('will-download', (event) => event.preventDefault())
  return own
}

export function openWindow(folders: Folders, memory: WindowMemory): BrowserWindow {
  nativeTheme.themeSource = memory.theme
  const window = new BrowserWindow({
    ...placeOf(
      memory,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: texts.product,
    show: false,
    // Until the page is drawn: never white in the dark.
    backgroundColor: groundOf(nativeTheme.shouldUseDarkColors),
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
  keepAlive(window)
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(groundOf(nativeTheme.shouldUseDarkColors))
  })
  window.once('ready-to-show', () => {
    if (memory.maximized) window.maximize()
    window.show()
  })
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

/** A page that is gone comes back; one that is silent may be loaded again. The app behind it goes on meanwhile. */
function keepAlive(window: BrowserWindow): void {
  let lastGoneMs: number | undefined
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const nowMs = Date.now()
    const next = afterGone(reason, nowMs, lastGoneMs)
    lastGoneMs = nowMs
    if (next === 'reload') window.webContents.reload()
    if (next === 'ask') void askAfter(window, texts.gone, { 0: () => window.webContents.reload(), 1: () => app.quit() })
  })
  window.on('unresponsive', () => {
    void askAfter(window, texts.silent, { 1: () => window.webContents.reload() })
  })
}

interface Asked {
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
}

async function askAfter(
  window: BrowserWindow,
  { message, detail, buttons }: Asked,
  actions: Readonly<Record<number, () => void>>,
): Promise<void> {
  const { response } = await dialog.showMessageBox(window, { type: 'warning', message, detail, buttons: [...buttons] })
  if (!window.isDestroyed()) actions[response]?.()
}
