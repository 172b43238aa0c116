import { answer, type Answer } from '../../../machine/machine.ts'
import { showMotd, type Motd } from '../../../tools/motd.ts'
import { clearNotice, showNotice } from '../verbs.ts'
import { tellDesktops, type DesktopNotices } from './tell-desktops.ts'
import { trying } from './trying.ts'

interface Shown {
  readonly motd: Motd | undefined
  readonly desktops: DesktopNotices
}

/** An agent shows at most one notice. What cannot be shown is logged: no switch fails for it. */
export function createNoticesAnswers(): readonly Answer[] {
  let shown: Shown | undefined

  const show = answer(showNotice, async ({ login, begin, brokenOff }, { host, signal }) => {
    const motd = await trying(host, 'nothing is shown at login', () => showMotd(login))
    shown = { motd, desktops: await tellDesktops(host, { begin, brokenOff }, { signal }) }
    return {}
  })
  const clear = answer(clearNotice, async ({ end }, { signal }) => {
    if (shown === undefined) return {}
    const { motd, desktops } = shown
    shown = undefined
    motd?.remove()
    await desktops.end(end, { signal })
    return {}
  })
  return [show, clear]
}
