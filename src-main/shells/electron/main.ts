/**
 * The desktop app: one window onto the app. Only main, window, window-notes, show-tray and answer-windows in this folder run Electron;
 * the files beside them hold what can be tested without it.
 */
import path from 'node:path'
import { app, dialog, Menu, protocol, type BrowserWindow } from 'electron'
import { applyEvent } from '../../contract/apply-event.ts'
import type { SwitchState } from '../../contract/switch-state.ts'
import { toAppError } from '../../kernel/app-error.ts'
import { connect } from '../cli/connect.ts'
import type { Connection } from '../cli/connection.ts'
import { closingQuestion } from './closing.ts'
import { answerWindows } from './answer-windows.ts'
import { menuTemplate } from './menu.ts'
import { overviewPage, pageScheme, switchPage } from './page-address.ts'
import { showTray } from './show-tray.ts'
import { texts } from './texts.ts'
import { readMemory } from './window-memory.ts'
import { memoryFile, servePageNotes } from './window-notes.ts'
import { openWindow, prepareSession } from './window.ts'

app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])

if (app.requestSingleInstanceLock()) start().catch(failToStart)
else app.quit()

async function start(): Promise<void> {
  await app.whenReady()
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate()))
  app.setAboutPanelOptions({
    applicationName: texts.product,
    applicationVersion: app.getVersion(),
    copyright: texts.about.licence,
    // On Linux what is said of a program is its "credits".
    authors: [texts.about.description],
  })
  const built = path.join(app.getAppPath(), 'dist')
  const folders = { renderer: path.join(built, 'renderer'), shell: path.join(built, 'electron') }
  prepareSession(folders)
  const connection = await connect(true)
  answerWindows({ send: connection.send, subscribe: (listener) => connection.subscribe(listener, () => undefined) })
  const window = openWindow(folders, readMemory(memoryFile()))
  const tray = showTray(connection, (action) => {
    bringToFront(window)
    if (action !== 'open') void window.loadURL(action === 'switch' ? switchPage : overviewPage)
  })
  servePageNotes(window, tray.progress)
  app.on('second-instance', () => bringToFront(window))
  closeWithCare(window, connection)
  endWith(connection)
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Hides the window while a switch continues in the background, and shows it again when the switch ends. */
function closeWithCare(window: BrowserWindow, connection: Connection): void {
  let state: SwitchState = { kind: 'idle' }
  let isInBackground = false
  const onMessage: Parameters<Connection['subscribe']>[0] = (message) => {
    if (message.type === 'snapshot') state = message.state
    if (message.type === 'event') state = applyEvent(state, message.event)
    if (!isInBackground || closingQuestion(state) !== undefined) return
    isInBackground = false
    bringToFront(window)
  }
  // When the app runs in another process and that ends, start again with an app of our own.
  connection.subscribe(onMessage, startAnew)
  window.on('close', (event) => {
    const question = connection.attached ? undefined : closingQuestion(state)
    if (question === undefined) return
    event.preventDefault()
    const { message, detail, buttons } = question
    const choice = dialog.showMessageBoxSync(window, {
      type: 'question',
      message,
      detail,
      buttons: [...buttons],
      cancelId: 1,
    })
    if (choice !== 0) return
    isInBackground = true
    window.hide()
  })
}

function startAnew(): void {
  app.relaunch()
  app.quit()
}

/** Closes the app before its process quits. */
function endWith(connection: Connection): void {
  let isClosed = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void connection.close().finally(() => {
      isClosed = true
      app.quit()
    })
  })
}

function failToStart(thrown: unknown): void {
  const { message, hint } = toAppError(thrown)
  dialog.showErrorBox(message, hint ?? '')
  app.exit(1)
}
