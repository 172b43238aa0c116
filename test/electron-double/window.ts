/** Electron's window, without its pixels: the page is in the test's Chromium, and this side decides what Electron's would. */
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type * as Electron from 'electron'
import { tell, type DesktopSeen, type FrameSeen } from './channel.ts'
import { onlyKnown, preventable, type NamesOf } from './only-known.ts'
import { answerPage, page } from './to-page.ts'

/** Of the only window that the shell has. */
let open: WindowDouble | undefined
export const theWindow = (): WindowDouble | undefined => open

/** 'window-closed' when the last one is gone. */
export const windows = new EventEmitter()

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

class ContentsDouble
  extends EventEmitter
  implements Pick<Electron.WebContents, 'isDestroyed' | 'reload' | 'send' | 'setWindowOpenHandler'>
{
  isGone = false
  mayOpen: OpenHandler = () => ({ action: 'allow' })
  isDestroyed(): boolean {
    return this.isGone
  }
  reload(): void {
    tell(page.reload())
  }
  send(channel: string, ...args: unknown[]): void {
    tell(page.send(channel, args))
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.mayOpen = handler
  }
}

type KnownOfWindow =
  | 'isDestroyed'
  | 'isFocused'
  | 'isMaximized'
  | 'isMinimized'
  | 'flashFrame'
  | 'focus'
  | 'getNormalBounds'
  | 'hide'
  | 'loadURL'
  | 'maximize'
  | 'restore'
  | 'setBackgroundColor'
  | 'setProgressBar'
  | 'show'

class WindowDouble extends EventEmitter implements Pick<Electron.BrowserWindow, KnownOfWindow> {
  readonly webContents: ContentsDouble
  state: NonNullable<DesktopSeen['window']>
  isGone = false

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    if (open !== undefined) throw new Error('The double has one window.')
    const { width = 800, height = 600, x, y, webPreferences = {}, title = '', backgroundColor = '#fff' } = options
    const { preload = '', contextIsolation, sandbox, nodeIntegration } = webPreferences
    // The double gives a page no other way.
    if (contextIsolation !== true || sandbox !== true || nodeIntegration !== false)
      throw new Error('The window is not closed off from Node.')
    const place = x === undefined || y === undefined ? {} : { x, y }
    this.state = {
      ...{ visible: options.show !== false, focused: false, minimized: false, maximized: false, flashing: false },
      ...{ bounds: { width, height, ...place }, background: backgroundColor, title },
      progress: { fraction: -1, mode: 'none' },
    }
    const isGone = (): boolean => this.isGone
    this.webContents = onlyKnown('webContents', new ContentsDouble(), isGone)
    const known = onlyKnown('BrowserWindow', this, isGone)
    open = known
    tell(page.open(readFileSync(preload, 'utf8')))
    return known
  }

  isDestroyed(): boolean {
    return this.isGone
  }
  isFocused(): boolean {
    return this.state.focused
  }
  isMaximized(): boolean {
    return this.state.maximized
  }
  isMinimized(): boolean {
    return this.state.minimized
  }
  flashFrame(flashing: boolean): void {
    this.now({ flashing })
  }
  focus(): void {
    this.now({ focused: true, flashing: false })
  }
  getNormalBounds(): Electron.Rectangle {
    return { x: 0, y: 0, ...this.state.bounds }
  }
  hide(): void {
    this.now({ visible: false, focused: false })
  }
  loadURL(url: string): Promise<void> {
    return page.load(url)
  }
  maximize(): void {
    this.now({ maximized: true, visible: true })
  }
  restore(): void {
    this.now({ minimized: false })
  }
  setBackgroundColor(background: string): void {
    this.now({ background })
  }
  setProgressBar(fraction: number, { mode }: Electron.ProgressBarOptions = { mode: 'normal' }): void {
    this.now({ progress: { fraction, mode } })
  }
  show(): void {
    this.now({ visible: true, focused: true })
  }
  /** Not the shell's to call. False when the shell keeps it open. */
  tryToClose(): boolean {
    const event = preventable()
    this.emit('close', event)
    if (event.defaultPrevented) return false
    const { webContents } = this
    this.isGone = true
    open = undefined
    webContents.isGone = true
    webContents.emit('destroyed')
    this.emit('closed')
    tell(page.close())
    windows.emit('window-closed')
    return true
  }
  now(news: Partial<WindowDouble['state']>): void {
    this.state = { ...this.state, ...news }
  }
}
export { WindowDouble as BrowserWindow }

type Handler = (event: object, ...args: unknown[]) => unknown
const handlers = new Map<string, Handler>()
class IpcDouble extends EventEmitter implements NamesOf<Electron.IpcMain, 'handle'> {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  }
}
export const ipcMain = onlyKnown('ipcMain', new IpcDouble())

const eventOf = (senderFrame: FrameSeen | null): object => ({ senderFrame, sender: open?.webContents })

const schemes = new Map<string, Parameters<Electron.Protocol['handle']>[1]>()
type Decides = Pick<
  Electron.Session,
  'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
>
let onRequest: Parameters<Decides['setPermissionRequestHandler']>[0] = null
let onCheck: Parameters<Decides['setPermissionCheckHandler']>[0] = null
const decides: Decides = {
  setDevicePermissionHandler: () => undefined,
  setPermissionCheckHandler: (handler) => void (onCheck = handler),
  setPermissionRequestHandler: (handler) => void (onRequest = handler),
}
const protocolOfSession: Pick<Electron.Protocol, 'handle'> = {
  handle: (scheme, handler) => void schemes.set(scheme, handler),
}
export const session = onlyKnown('session', {
  defaultSession: onlyKnown(
    'defaultSession',
    Object.assign(new EventEmitter(), decides, { protocol: onlyKnown('protocol', protocolOfSession) }),
  ),
})

answerPage({
  serve: async ({ url, method }) => {
    const handler = schemes.get(new URL(url).protocol.slice(0, -1))
    if (handler === undefined) throw new Error(`Nothing serves ${url}.`)
    const response = await handler(new Request(url, { method }))
    const body = Buffer.from(await response.arrayBuffer())
    return { status: response.status, headers: Object.fromEntries(response.headers), body }
  },
  mayNavigate: (url, isTop) => Promise.resolve(mayGo(url, isTop)),
  mayOpen: (url) => {
    const details = { url, frameName: '', features: '', disposition: 'foreground-tab' } as Electron.HandlerDetails
    return Promise.resolve(open?.webContents.mayOpen(details).action === 'allow')
  },
  may: async (permission, url) => {
    const asked = permission as Parameters<NonNullable<typeof onCheck>>[1]
    const none = null as unknown as Electron.WebContents
    const details = { requestingUrl: url, isMainFrame: true }
    const isGranted = await new Promise<boolean>((resolve) =>
      onRequest === null ? resolve(true) : onRequest(none, asked, resolve, details),
    )
    // The URL standard knows no origin of such a scheme, and Electron does.
    const { protocol, host } = new URL(url)
    return isGranted && onCheck?.(null, asked, `${protocol}//${host}/`, details) !== false
  },
  invoke: async (channel, frame, args) => {
    const handler = handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return await handler(eventOf(frame), ...args)
  },
  send: (channel, frame, args) => {
    ipcMain.emit(channel, eventOf(frame), ...args)
    return Promise.resolve()
  },
  shown: () => {
    open?.emit('ready-to-show')
    return Promise.resolve()
  },
  navigated: (url) => {
    open?.webContents.emit('did-navigate', {}, url, 200, 'OK')
    return Promise.resolve()
  },
  gone: (reason) => {
    open?.webContents.emit('render-process-gone', {}, { reason, exitCode: 139 })
    return Promise.resolve()
  },
  closeWindow: () => {
    open?.tryToClose()
    return Promise.resolve()
  },
  minimize: () => {
    open?.now({ minimized: true, focused: false })
    return Promise.resolve()
  },
  fallSilent: () => {
    open?.emit('unresponsive')
    return Promise.resolve()
  },
})

/** As Electron asks before a page goes somewhere by itself: of every frame, then of the top one. */
function mayGo(url: string, isTop: boolean): boolean {
  return (isTop ? ['will-frame-navigate', 'will-navigate'] : ['will-frame-navigate']).every((name) => {
    const event = Object.assign(preventable(), { url, isMainFrame: isTop })
    open?.webContents.emit(name, event)
    return !event.defaultPrevented
  })
}
