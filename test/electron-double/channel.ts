/**
 * What the two halves of the double tell each other: the shell's process, which has Electron's API (electron.ts), and the
 * test's, which has the page in Chromium (hosted-page.ts) and the hands of the person.
 */
import type { MenuItemConstructorOptions } from 'electron'

/** A frame as the shell is told of it. */
export interface FrameSeen {
  readonly url: string
  readonly parent: FrameSeen | null
}

export interface Served {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface ItemSeen {
  readonly label?: string
  readonly role?: string
  readonly accelerator?: string
  readonly enabled: boolean
  readonly submenu?: readonly ItemSeen[]
}

/** What somebody would see who sat there, and what the system would be told. */
export interface DesktopSeen {
  readonly window: {
    readonly visible: boolean
    readonly focused: boolean
    readonly minimized: boolean
    readonly maximized: boolean
    readonly bounds: { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number }
    readonly background: string
    readonly progress: { readonly fraction: number; readonly mode: string }
    readonly flashing: boolean
    readonly title: string
  } | null
  readonly badge: number
  readonly theme: { readonly source: string; readonly dark: boolean }
  /** `picture` changes with what the icon shows. */
  readonly tray: { readonly toolTip: string; readonly picture: string; readonly items: readonly ItemSeen[] } | null
  readonly menu: readonly ItemSeen[]
  readonly about: object | null
  /** Every dialog there was, in order. */
  readonly dialogs: readonly DialogSeen[]
  readonly relaunched: boolean
}

export interface DialogSeen {
  readonly kind: 'question' | 'place' | 'error'
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
}

/** The button that the person presses, or the place where a file goes; null for one who changes their mind. */
export type DialogAnswer = { readonly press: string } | { readonly place: string | null }

/** What the test's process does for the shell's. */
export interface PageCalls {
  open(preload: string): Promise<void>
  load(url: string): Promise<void>
  reload(): Promise<void>
  send(channel: string, args: readonly unknown[]): Promise<void>
  paint(isDark: boolean): Promise<void>
  close(): Promise<void>
}

/** What the shell's process does for the test's: first for its page, then for the person. */
export interface ShellCalls {
  serve(request: { readonly url: string; readonly method: string }): Promise<Served>
  mayNavigate(url: string, isTop: boolean): Promise<boolean>
  mayOpen(url: string): Promise<boolean>
  /** What both handlers of permissions say. Chromium without windows lets no page notify, whatever they say. */
  may(permission: string, url: string): Promise<boolean>
  invoke(channel: string, frame: FrameSeen | null, args: readonly unknown[]): Promise<unknown>
  send(channel: string, frame: FrameSeen | null, args: readonly unknown[]): Promise<void>
  shown(): Promise<void>
  navigated(url: string): Promise<void>
  gone(reason: string): Promise<void>

  seen(): Promise<DesktopSeen>
  /** Kept until there is a dialog that wants it. */
  answer(answer: DialogAnswer): Promise<void>
  pressTray(label?: string): Promise<void>
  closeWindow(): Promise<void>
  minimize(): Promise<void>
  fallSilent(): Promise<void>
  darken(isDark: boolean): Promise<void>
}

type Calls = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>
interface Port {
  send(message: unknown): void
  listen(listener: (message: unknown) => void): void
  /** Resolves when nothing will be answered any more. */
  readonly ended?: Promise<unknown>
}
type Message =
  | { readonly id: number; readonly call: string; readonly args: readonly unknown[] }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }

/** Answers the calls of the other half, and gives those that it answers. */
export function join(port: Port, here: object): object {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let last = 0
  let isEnded = false
  void port.ended?.then(() => {
    isEnded = true
    for (const { reject } of waiting.values()) reject(new Error('The other half of the double has ended.'))
  })
  const answer = async (id: number, call: string, args: readonly unknown[]): Promise<void> => {
    try {
      const does = (here as Calls)[call]
      if (does === undefined) throw new Error(`There is no ${call} here.`)
      port.send({ id, value: await does(...(args as never[])) })
    } catch (thrown) {
      port.send({ id, error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) })
    }
  }
  port.listen((raw) => {
    const message = raw as Message
    if ('call' in message) return void answer(message.id, message.call, message.args)
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if ('error' in message) asked?.reject(new Error(message.error))
    else asked?.resolve(message.value)
  })
  const ask =
    (call: string) =>
    (...args: readonly unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        if (isEnded) return reject(new Error('The other half of the double has ended.'))
        waiting.set(++last, { resolve, reject })
        port.send({ id: last, call, args })
      })
  return new Proxy({}, { get: (_none, call) => (call === 'then' ? undefined : ask(String(call))) })
}

/** As Electron, which says nothing of a page that goes away meanwhile. */
export function tell(told: Promise<unknown>): void {
  told.catch(() => undefined)
}

/** A menu as data. */
export function itemsSeen(template: readonly MenuItemConstructorOptions[]): readonly ItemSeen[] {
  return template.map(({ label, role, accelerator, enabled = true, submenu }) => ({
    ...(label === undefined ? {} : { label }),
    ...(role === undefined ? {} : { role }),
    ...(accelerator === undefined ? {} : { accelerator }),
    enabled,
    ...(Array.isArray(submenu) ? { submenu: itemsSeen(submenu) } : {}),
  }))
}
