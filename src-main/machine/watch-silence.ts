/** Waits for signs of life, and tells when there was none for too long. */
const looksInSilence = 8
const lookEveryMostMs = 1_000

export interface SilenceWatch {
  /** A sign of life: the silence begins anew. */
  readonly heard: () => void
  readonly end: () => void
}

/**
 * Calls `onSilence` once, after `silentMs` without a sign. Time in which this program itself stood still is not counted: what
 * was said meanwhile is heard only afterwards.
 */
export function watchSilence(silentMs: number, onSilence: () => void): SilenceWatch {
  const everyMs = Math.min(lookEveryMostMs, silentMs / looksInSilence)
  let silentForMs = 0
  let lookedMs = performance.now()
  const timer = setInterval(() => {
    const nowMs = performance.now()
    silentForMs += Math.min(nowMs - lookedMs, 2 * everyMs)
    lookedMs = nowMs
    if (silentForMs < silentMs) return
    clearInterval(timer)
    onSilence()
  }, everyMs).unref()
  return {
    heard: () => {
      silentForMs = 0
    },
    end: () => clearInterval(timer),
  }
}
