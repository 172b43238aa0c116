/** What to do when the page is gone or silent. Pure; time is handed in. */

/** The words of Electron's `render-process-gone` event. */
export type GoneReason =
  | 'clean-exit'
  | 'abnormal-exit'
  | 'killed'
  | 'crashed'
  | 'oom'
  | 'launch-failed'
  | 'integrity-failure'
  | 'memory-eviction'

/** A page that is gone twice within a minute would be gone again: then the person decides. */
const againMs = 60_000

export type AfterGone = 'nothing' | 'reload' | 'ask'

/** The app behind the window goes on whatever happens to the page, so loading it once more loses nothing. */
export function afterGone(reason: GoneReason, nowMs: number, lastGoneMs: number | undefined): AfterGone {
  if (reason === 'clean-exit') return 'nothing'
  if (reason === 'launch-failed' || reason === 'integrity-failure') return 'ask'
  return lastGoneMs === undefined || nowMs - lastGoneMs > againMs ? 'reload' : 'ask'
}
