/** What the page sees of the app: one function to call, one to listen. Runs sandboxed, in a context of its own. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { channels } from './channels.ts'

contextBridge.exposeInMainWorld('pcSwitcher', {
  call: (name: unknown, envelope: unknown): Promise<unknown> =>
    ipcRenderer.invoke(channels.call, String(name), envelope),
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
