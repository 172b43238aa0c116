/** The shell's window as a page of the test's Chromium: loads, reloads and routes it as the shell says. */
import type { BrowserContext, Page, Request, Route } from '@playwright/test'
import { tell, type PageCalls, type ShellCalls } from './channel.ts'
import { inChromium, inElectron, showPage, type ShownPage } from './shown-page.ts'

export interface HostedPage {
  readonly calls: PageCalls
  /** Another one once the first has crashed: Playwright lets nobody use that any more. */
  page(): Page
  /** Leads the page elsewhere, as if nothing of the shell had kept it. */
  carryOff(url: string): Promise<void>
  from: ShownPage['from']
}

/** `context` has nothing but this window. */
export function hostPage(context: BrowserContext, shell: ShellCalls): HostedPage {
  let preload = ''
  let shown: Promise<ShownPage> = Promise.reject(new Error('There is no window.'))
  shown.catch(() => undefined)
  let current: Page | undefined
  let isDark = false
  let lastUrl = ''
  /** Where the page goes without being asked for: loaded by the shell, not by itself. */
  const wanted = new Set<string>()

  async function answer(route: Route): Promise<void> {
    const request = route.request()
    const url = inElectron(request.url())
    const goesByItself = request.isNavigationRequest() && !wanted.has(url)
    // Of a window that is only being opened Playwright knows no frame. It is shown empty, and asked about then.
    if (goesByItself && !hasFrame(request)) await route.fulfill({ body: '' })
    else if (goesByItself && !(await shell.mayNavigate(url, request.frame().parentFrame() === null)))
      await route.abort('aborted')
    else if (url.startsWith('app:')) await route.fulfill(await shell.serve({ url, method: request.method() }))
    else if (wanted.has(url)) await route.fulfill({ contentType: 'text/html', body: '<title>Elsewhere</title>' })
    else await route.abort('blockedbyclient')
  }
  const onRoute = (route: Route): void => tell(answer(route))

  async function show(): Promise<ShownPage> {
    const fresh = await showPage(context, shell, preload)
    current = fresh.page
    await fresh.page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' })
    return fresh
  }

  async function go(url: string): Promise<void> {
    const [address = ''] = url.split('#')
    wanted.add(address)
    lastUrl = url
    try {
      await (await shown).page.goto(inChromium(url))
    } finally {
      wanted.delete(address)
    }
  }

  const calls: PageCalls = {
    open: async (source) => {
      preload = source
      shown = context.route('**/*', onRoute).then(show)
      await shown
    },
    load: go,
    reload: async () => {
      const before = await shown
      if (!before.isCrashed()) return void (await before.page.reload())
      shown = show()
      await before.page.close()
      await go(lastUrl)
    },
    send: async (channel, args) => (await shown).reach('receive', channel, args),
    paint: async (dark) => {
      isDark = dark
      await (await shown).page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
    },
    close: async () => {
      await (await shown).page.close()
      await context.unroute('**/*', onRoute)
    },
  }
  return {
    calls,
    page: () => {
      if (current === undefined) throw new Error('There is no window.')
      return current
    },
    carryOff: async (url) => {
      const before = lastUrl
      await go(url)
      lastUrl = before
    },
    from: async (...args) => (await shown).from(...args),
  }
}

function hasFrame(request: Request): boolean {
  try {
    request.frame()
    return true
  } catch {
    return false
  }
}
