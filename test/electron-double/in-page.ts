/**
 * What the double puts into Chromium before the scripts of a page: `contextBridge` and `ipcRenderer` in a world of their own,
 * and in that of the page what the bridge exposes. Both functions travel as text. The worlds share the document alone, so
 * they speak by events that hold JSON; functions stay where they are and are called by number.
 */
import type { IpcRenderer } from 'electron'

/** How the worlds name each other's functions, promises and values. */
interface Passed {
  readonly value?: unknown
  readonly function?: number
  readonly promise?: number
}
type Anything = (...args: unknown[]) => unknown

/** Of the binding through which a frame reaches the test's process, and of the events between the worlds. */
export interface Names {
  readonly ipc: string
  readonly toBridge: string
  readonly toPage: string
}

/** How the test's process calls back into the preload's world. */
export interface Reached {
  receive(channel: string, args: readonly unknown[]): void
  settle(id: number, answer: { readonly value?: unknown; readonly error?: string }): void
}

/** The world of the preload, which runs in the top frame alone, as Electron's does. */
export function bridgeWorld(names: Names, preload: (require: (name: string) => unknown) => void): void {
  const functions = new Map<number, Anything>()
  const exposed = new Map<string, Readonly<Record<string, Passed>>>()
  const waiting = new Map<number, (answer: { readonly value?: unknown; readonly error?: string }) => void>()
  const listeners = new Map<string, Set<Anything>>()
  const toTest = Reflect.get(globalThis, names.ipc) as (payload: string) => void
  let last = 0
  const tellPage = (message: object): void =>
    void document.dispatchEvent(new CustomEvent(names.toPage, { detail: JSON.stringify(message) }))
  const pass = (value: unknown): Passed => {
    const id = ++last
    if (typeof value === 'function') functions.set(id, value as Anything)
    if (typeof value === 'function') return { function: id }
    if (!(value instanceof Promise)) return { value }
    value.then(
      (kept: unknown) => tellPage({ settle: id, value: kept }),
      (error: unknown) => tellPage({ settle: id, error: String(error) }),
    )
    return { promise: id }
  }
  const taken = (passed: Passed): unknown =>
    passed.function === undefined
      ? passed.value
      : (...args: unknown[]) => tellPage({ call: passed.function, args: args.map(pass) })
  document.addEventListener(names.toBridge, (event) => {
    const { call, args } = JSON.parse((event as CustomEvent<string>).detail) as { call?: number; args: Passed[] }
    const does = functions.get(call ?? 0)
    tellPage({ reply: does === undefined ? { value: Object.fromEntries(exposed) } : pass(does(...args.map(taken))) })
  })

  const contextBridge = {
    exposeInMainWorld: (name: string, api: Readonly<Record<string, Anything>>): void =>
      void exposed.set(name, Object.fromEntries(Object.entries(api).map(([key, value]) => [key, pass(value)]))),
  }
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++last
        waiting.set(id, ({ value, error }) => (error === undefined ? resolve(value) : reject(new Error(error))))
        toTest(JSON.stringify({ id, channel, args }))
      }),
    send: (channel: string, ...args: unknown[]) => toTest(JSON.stringify({ channel, args })),
    on(channel: string, listener: Anything) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
      return undefined as unknown as IpcRenderer
    },
    off(channel: string, listener: Anything) {
      listeners.get(channel)?.delete(listener)
      return undefined as unknown as IpcRenderer
    },
  } satisfies Pick<IpcRenderer, 'invoke' | 'send'> & Record<'on' | 'off', unknown>
  const reached: Reached = {
    receive: (channel, args) => listeners.get(channel)?.forEach((listener) => listener({}, ...args)),
    settle: (id, answer) => waiting.get(id)?.(answer),
  }
  Reflect.set(globalThis, 'electronDouble', reached)
  // For a test that lets a frame try what its preload would not.
  Reflect.set(globalThis, 'ipcRenderer', ipcRenderer)
  if (window.top === window)
    preload((name) => {
      if (name === 'electron') return { contextBridge, ipcRenderer }
      throw new Error(`module not found: ${name}`)
    })
}

/** The page's own world: what the bridge exposes, and nothing else. */
export function pageWorld(names: Names): void {
  const functions = new Map<number, Anything>()
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let replied: Passed = {}
  let last = 0
  interface Told {
    readonly reply?: Passed
    readonly settle?: number
    readonly call?: number
    readonly args?: readonly Passed[]
    readonly value?: unknown
    readonly error?: string
  }
  document.addEventListener(names.toPage, (event) => {
    const told = JSON.parse((event as CustomEvent<string>).detail) as Told
    if (told.reply !== undefined) replied = told.reply
    if (told.call !== undefined) functions.get(told.call)?.(...(told.args ?? []).map(({ value }) => value))
    if (told.settle === undefined) return
    if (told.error === undefined) waiting.get(told.settle)?.resolve(told.value)
    else waiting.get(told.settle)?.reject(new Error(told.error))
  })
  const pass = (value: unknown): Passed => {
    if (typeof value !== 'function') return { value }
    functions.set(++last, value as Anything)
    return { function: last }
  }
  /** The answer has come when the event has been dispatched. */
  const ask = (call: number, args: readonly unknown[]): unknown => {
    const message = { call, args: args.map(pass) }
    document.dispatchEvent(new CustomEvent(names.toBridge, { detail: JSON.stringify(message) }))
    return taken(replied)
  }
  const taken = (passed: Passed): unknown => {
    const { function: number, promise } = passed
    if (number !== undefined) return (...args: unknown[]) => ask(number, args)
    if (promise === undefined) return passed.value
    return new Promise((resolve, reject) => waiting.set(promise, { resolve, reject }))
  }
  const exposed = (ask(0, []) ?? {}) as Readonly<Record<string, Readonly<Record<string, Passed>>>>
  for (const [name, api] of Object.entries(exposed))
    Object.defineProperty(window, name, {
      value: Object.fromEntries(Object.entries(api).map(([key, value]) => [key, taken(value)])),
    })
}
