/**
 * The desktop app: one window onto the app. Only main, window, show-tray and preload in this folder run Electron; the files beside
 * them hold what can be tested without it, and all of it runs on a double (test/electron-double).
 */
import path from 'node:path'
import {
  app,
  dialog,
  Menu,
  protocol,
  type BrowserWindow,
  ipcMain,
  type WebContents,
  nativeTheme,
  type WebFrameMain,
} from 'electron'
import { applyEvent } from '../../contract/apply-event.ts'
import type { ClientMessage } from '../../contract/envelope.ts'
import type { SwitchState } from '../../contract/switch-state.ts'
import { windowNoteSchema, type WindowNote } from '../../contract/window-note.ts'
import { toAppError } from '../../kernel/app-error.ts'
import { connect } from '../cli/connect.ts'
import type { Connection } from '../cli/connection.ts'
import { answerWindow, type Send } from './answer-window.ts'
import { channels } from './channels.ts'
import { closingQuestion } from './closing.ts'
import { dockProgress } from './dock-progress.ts'
import { menuTemplate } from './menu.ts'
import { overviewPage, pageScheme, switchPage, mayCall } from './page-address.ts'
import { saveFile, type AskForPlace } from './save-file.ts'
import { showTray } from './show-tray.ts'
import { texts } from './texts.ts'
import { readMemory, writeMemory, type WindowMemory } from './window-memory.ts'
import { openWindow, prepareSession } from './window.ts'

app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])

/** Electron's own folder of the person's settings. */
const memoryFile = (): string => path.join(app.getPath('userData'), 'window.json')

/**
 * What stands outside of the page: the file that it saves, the look of the system's own parts, the bar in the dock.
 * Answers what the page wants of its window, and remembers how the window is left.
 */
function servePageNotes(
  window: BrowserWindow,
  onProgress: (note: Extract<WindowNote, { kind: 'progress' }>) => void,
): void {
  const askForPlace: AskForPlace = async (name) => {
    const defaultPath = path.join(app.getPath('documents'), name)
    const { filePath } = await dialog.showSaveDialog(window, { title: texts.save.title, defaultPath })
    return filePath === '' ? undefined : filePath
  }
  const isOurs = (frame: WebFrameMain | null): boolean => mayCall(frame)
  ipcMain.handle(channels.saveFile, (event, file: unknown) =>
    saveFile(isOurs(event.senderFrame) ? file : undefined, askForPlace),
  )
  ipcMain.on(channels.note, (event, note: unknown) => {
    const { data } = windowNoteSchema.safeParse(note)
    if (data === undefined || !isOurs(event.senderFrame)) return
    take(window, data)
    if (data.kind === 'progress') onProgress(data)
  })
  window.on('close', () => remember({ maximized: window.isMaximized(), bounds: window.getNormalBounds() }))
}

function take(window: BrowserWindow, note: WindowNote): void {
  if (note.kind === 'theme') {
    nativeTheme.themeSource = note.theme
    remember({ theme: note.theme })
  } else if (!window.isDestroyed()) {
    const { fraction, mode, badge } = dockProgress(note)
    window.setProgressBar(fraction, { mode })
    app.setBadgeCount(badge)
    window.flashFrame(badge > 0 && !window.isFocused())
  }
}

function remember(news: Partial<WindowMemory>): void {
  writeMemory(memoryFile(), { ...readMemory(memoryFile()), ...news })
}

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
    if (action !== 'open' && !window.isDestroyed()) void window.loadURL(action === 'switch' ? switchPage : overviewPage)
  })
  servePageNotes(window, tray.progress)
  app.on('second-instance', () => bringToFront(window))
  closeWithCare(window, connection)
  endWith(connection)
}

function bringToFront(window: BrowserWindow): void {
  // The tray is there, and other starts come, until the program has ended.
  if (window.isDestroyed()) return
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
  const { message, hint, details } = toAppError(thrown)
  dialog.showErrorBox(message, [hint, details].filter((part) => part !== undefined).join('\n\n'))
  app.exit(1)
}

interface MessageSource {
  readonly send: Send
  readonly subscribe: (onMessage: (message: ClientMessage) => void) => () => void
}

/** Answers the calls of every window, and sends its page the messages from when it listens until another page is there. */
function answerWindows({ send, subscribe }: MessageSource): void {
  const stops = new Map<WebContents, () => void>()
  const stop = (contents: WebContents): void => stops.get(contents)?.()
  ipcMain.handle(channels.call, (event, name: unknown, envelope: unknown) =>
    answerWindow(send, event.senderFrame, name, envelope),
  )
  ipcMain.on(channels.listen, (event) => {
    if (!mayCall(event.senderFrame)) return
    const contents = event.sender
    if (!stops.has(contents)) {
      // A page that was loaded anew listens again, and one from elsewhere hears nothing.
      contents.on('did-navigate', () => stop(contents))
      contents.once('destroyed', () => {
        stop(contents)
        stops.delete(contents)
      })
    }
    stop(contents)
    stops.set(
      contents,
      subscribe((message) => {
        if (!contents.isDestroyed()) contents.send(channels.message, message)
      }),
    )
  })
}
