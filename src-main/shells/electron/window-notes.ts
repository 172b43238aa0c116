/** What stands outside of the page: the file that it saves, the look of the system's own parts, the bar in the dock. */
import path from 'node:path'
import { app, dialog, ipcMain, nativeTheme, type BrowserWindow, type WebFrameMain } from 'electron'
import { windowNoteSchema, type WindowNote } from '../../contract/window-note.ts'
import { channels } from './channels.ts'
import { dockProgress } from './dock-progress.ts'
import { mayCall } from './page-address.ts'
import { saveFile, type AskForPlace } from './save-file.ts'
import { texts } from './texts.ts'
import { readMemory, writeMemory, type WindowMemory } from './window-memory.ts'

/** Electron's own folder of the person's settings. */
export const memoryFile = (): string => path.join(app.getPath('userData'), 'window.json')

/** Answers what the page wants of its window, and remembers how the window is left. */
export function servePageNotes(
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
