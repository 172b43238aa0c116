import { ipcMain, type WebContents } from 'electron'
import type { ClientMessage } from '../../contract/envelope.ts'
import { answerWindow, type Send } from './answer-window.ts'
import { channels } from './channels.ts'
import { mayCall } from './page-address.ts'

export interface MessageSource {
  readonly send: Send
  readonly subscribe: (onMessage: (message: ClientMessage) => void) => () => void
}

/** Answers the calls of every window, and sends each its messages from when it listens until it is destroyed. */
export function answerWindows({ send, subscribe }: MessageSource): void {
  const stops = new Map<WebContents, () => void>()
  const forget = (contents: WebContents): void => {
    stops.get(contents)?.()
    stops.delete(contents)
  }
  ipcMain.handle(channels.call, (event, name: unknown, envelope: unknown) =>
    answerWindow(send, event.senderFrame, name, envelope),
  )
  ipcMain.on(channels.listen, (event) => {
    if (!mayCall(event.senderFrame)) return
    const contents = event.sender
    // A reloaded page listens again: its earlier subscription must end first.
    if (!stops.has(contents)) contents.once('destroyed', () => forget(contents))
    forget(contents)
    stops.set(
      contents,
      subscribe((message) => {
        if (!contents.isDestroyed()) contents.send(channels.message, message)
      }),
    )
  })
}
