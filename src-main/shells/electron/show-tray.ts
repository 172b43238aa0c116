/** The icon in the panel, where the desktop has a place for it: how the switch stands, and the way to it. */
import { app, Menu, nativeImage, Tray, type NativeImage } from 'electron'
import { applyEvent } from '../../contract/apply-event.ts'
import { calls } from '../../contract/calls.ts'
import type { Overview } from '../../contract/overview-calls.ts'
import { withSavedSince } from '../../contract/overview/saved-since.ts'
import { aboutWork, overviewState } from '../../contract/overview/state.ts'
import { overviewTitle } from '../../contract/overview/title.ts'
import type { WindowNote } from '../../contract/window-note.ts'
import type { Connection } from '../cli/connection.ts'
import { trayPixels } from './tray-icon.ts'
import { trayView, type TrayAction, type TrayKnown, type TrayMark } from './tray-menu.ts'

const size = 22
const lookEveryMs = 5 * 60_000

interface ShownTray {
  /** What the page tells of the switch. */
  readonly progress: (note: Extract<WindowNote, { kind: 'progress' }>) => void
}

/** @param open shows the window, at the switch or the overview where that is wanted */
export function showTray(connection: Connection, open: (action: Exclude<TrayAction, 'quit'>) => void): ShownTray {
  const tray = new Tray(imageOf('none'))
  let known: TrayKnown = {
    state: { kind: 'idle' },
    progress: { kind: 'progress', attention: false },
    peer: undefined,
  }
  let shown = ''
  let overview: Overview | undefined
  const learn = (news: Partial<TrayKnown>): void => {
    known = { ...known, ...news }
    if (overview !== undefined) known = { ...known, ...standsIn(overview, known) }
    const view = trayView(known)
    // A menu that is open closes when another one takes its place.
    if (JSON.stringify(view) === shown) return
    shown = JSON.stringify(view)
    tray.setImage(imageOf(view.mark))
    tray.setToolTip(view.standing)
    tray.setContextMenu(
      Menu.buildFromTemplate(
        view.items.map(({ label, action }) => ({
          label,
          enabled: action !== undefined,
          click: () => (action === 'quit' ? app.quit() : open(action ?? 'open')),
        })),
      ),
    )
  }
  const look = (laptop: string) => connection.client.call(calls.homeSavedSince, { laptop })
  const learnLaptops = (refresh: boolean): void => {
    const answer = connection.client.call(calls.overview, { refresh })
    answer
      .then((seen) => (refresh ? withSavedSince(seen, look) : seen))
      .then(
        (seen) => {
          overview = seen
          learn({ peer: seen.peer?.laptop.label })
        },
        // The page says why it cannot be known.
        () => undefined,
      )
  }
  tray.on('click', () => open('open'))
  connection.subscribe(
    (message) => {
      if (message.type === 'snapshot') learn({ state: message.state })
      if (message.type === 'event') learn({ state: applyEvent(known.state, message.event) })
      if (message.type === 'overview-changed') learnLaptops(false)
    },
    () => undefined,
  )
  learn({})
  learnLaptops(false)
  // A window that is hidden does not look.
  setInterval(() => learnLaptops(true), lookEveryMs).unref()
  // What was safe a minute ago is not known to be so now.
  setInterval(() => learn({}), 60_000).unref()
  return { progress: (progress) => learn({ progress }) }
}

/** Said anew at each look: what was safe may be known no longer. */
function standsIn(overview: Overview, { state }: Pick<TrayKnown, 'state'>): Pick<TrayKnown, 'stands'> {
  const nowMs = Date.now()
  const stands = overviewState(overview, aboutWork(state), nowMs)
  const { title, tone } = overviewTitle(stands, overview, { nowMs })
  return { stands: { title, tone, kind: stands.kind } }
}

function imageOf(mark: TrayMark): NativeImage {
  const image = nativeImage.createFromBitmap(trayPixels(mark, size), { width: size, height: size })
  image.addRepresentation({ scaleFactor: 2, width: size * 2, height: size * 2, buffer: trayPixels(mark, size * 2) })
  return image
}
