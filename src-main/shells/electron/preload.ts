/** What the page sees of the app: functions to call, to listen, to save a file, and to tell the window. Runs sandboxed, in a context of its own. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { channels } from './channels.ts'

contextBridge.exposeInMainWorld('pcSwitcher', {
  call: (name: unknown, envelope: unknown): Promise<unknown> =>
    ipcRenderer.invoke(channels.call, String(name), envelope),
  saveFile: (file: unknown): Promise<unknown> => ipcRenderer.invoke(channels.saveFile, file),
  note: (note: unknown): void => ipcRenderer.send(channels.note, note),
  onMessage: (listener: (message: unknown) => void): (() => void) => {
    // The event itself stays here: it holds the sender, through which a page could reach every channel.
    const pass = (_event: IpcRendererEvent, message: unknown): void => listener(message)
    ipcRenderer.on(channels.message, pass)
    ipcRenderer.send(channels.listen)
    return () => {
      ipcRenderer.off(channels.message, pass)
    }
  },
})
