/** One page in Chromium with the preload in a world of its own, and the way between that and the shell. */
import type { BrowserContext, Page } from '@playwright/test'
import { tell, type FrameSeen, type ShellCalls } from './channel.ts'
import { bridgeWorld, pageWorld, type Names, type Reached } from './in-page.ts'

const world = 'preload of the double'
const names: Names = { ipc: 'electronDoubleIpc', toBridge: 'electron-double-bridge', toPage: 'electron-double-page' }

/** Chromium knows no scheme "app": app://HOST/ is an origin of its own there, and the shell never sees that. */
export function inChromium(url: string): string {
  return url.replace(/^app:\/\/([^/]*)/, 'https://$1.app.electron-double.test')
}

export function inElectron(url: string): string {
  return url.replace(/^https:\/\/([^/]*)\.app\.electron-double\.test(?=\/|$)/, 'app://$1')
}

export interface ShownPage {
  readonly page: Page
  isCrashed(): boolean
  /** Calls into the preload's world of the top frame; nothing happens where there is none. */
  reach(method: keyof Reached, ...args: readonly unknown[]): Promise<void>
  /** What `ipcRenderer` does in the frame whose address has `part` in it. */
  from(part: string, method: 'invoke' | 'send', args: readonly unknown[]): Promise<unknown>
}

interface FrameTree {
  readonly frame: { readonly id: string; readonly url: string; readonly urlFragment?: string }
  readonly childFrames?: readonly FrameTree[]
}

interface Asked {
  readonly id?: number
  readonly channel: string
  readonly args: readonly unknown[]
}

export async function showPage(context: BrowserContext, shell: ShellCalls, preload: string): Promise<ShownPage> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  /** Of the frames that have a preload's world. */
  const worlds = new Map<number, string>()
  let isCrashed = false
  page.on('crash', () => {
    isCrashed = true
    tell(shell.gone('crashed'))
  })
  page.once('load', () => tell(shell.shown()))
  page.on('popup', (popup) => tell(shell.mayOpen(popup.url()).then((may) => (may ? undefined : popup.close()))))
  session.on('Runtime.executionContextsCleared', () => worlds.clear())
  session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => void worlds.delete(executionContextId))
  session.on('Runtime.executionContextCreated', ({ context: { id, name, auxData } }) => {
    if (name === world) worlds.set(id, (auxData as { frameId: string }).frameId)
  })
  session.on('Runtime.bindingCalled', ({ executionContextId, payload }) => {
    tell(answer(executionContextId, JSON.parse(payload) as Asked))
  })
  session.on('Page.frameNavigated', ({ frame: { parentId, url } }) => {
    if (parentId === undefined) tell(shell.navigated(inElectron(url)))
  })
  await session.send('Page.enable')
  await session.send('Runtime.enable')
  await session.send('Runtime.addBinding', { name: names.ipc, executionContextName: world })
  const wrapped = `(require) => { const module = { exports: {} }, exports = module.exports;\n${preload}\n}`
  const given = JSON.stringify(names)
  const scripts = [
    { source: `(${bridgeWorld.toString()})(${given}, ${wrapped})`, worldName: world },
    { source: `(${pageWorld.toString()})(${given})` },
  ]
  for (const script of scripts) await session.send('Page.addScriptToEvaluateOnNewDocument', script)

  async function framesNow(): Promise<ReadonlyMap<string, FrameSeen>> {
    const seen = new Map<string, FrameSeen>()
    const add = ({ frame, childFrames = [] }: FrameTree, parent: FrameSeen | null): void => {
      const one = { url: inElectron(frame.url) + (frame.urlFragment ?? ''), parent }
      seen.set(frame.id, one)
      for (const child of childFrames) add(child, one)
    }
    add((await session.send('Page.getFrameTree')).frameTree, null)
    return seen
  }

  async function answer(contextId: number, { id, channel, args }: Asked): Promise<void> {
    const frame = (await framesNow()).get(worlds.get(contextId) ?? '') ?? null
    if (id === undefined) {
      await shell.send(channel, frame, args)
      return
    }
    const answered = await shell.invoke(channel, frame, args).then(
      (value) => ({ value }),
      (error: unknown) => ({ error: String(error) }),
    )
    await evaluate(contextId, `electronDouble.settle(${id}, ${JSON.stringify(answered)})`)
  }

  async function evaluate(contextId: number, expression: string): Promise<unknown> {
    const how = { contextId, expression, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', how)
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? expression)
    return result.value as unknown
  }

  async function worldOf(isIt: (frame: FrameSeen) => boolean): Promise<number | undefined> {
    const frames = await framesNow()
    const found = [...worlds].find(([, frameId]) => {
      const frame = frames.get(frameId)
      return frame !== undefined && isIt(frame)
    })
    return found?.[0]
  }

  const written = (args: readonly unknown[]): string => args.map((one) => JSON.stringify(one)).join(', ')
  return {
    page,
    isCrashed: () => isCrashed,
    reach: async (method, ...args) => {
      const contextId = await worldOf(({ parent }) => parent === null)
      if (contextId !== undefined) await evaluate(contextId, `electronDouble.${method}(${written(args)})`)
    },
    from: async (part, method, args) => {
      const contextId = await worldOf(({ url }) => url.includes(part))
      if (contextId === undefined) throw new Error(`No frame has ${part} in its address.`)
      return await evaluate(contextId, `ipcRenderer.${method}(${written(args)})`)
    },
  }
}
