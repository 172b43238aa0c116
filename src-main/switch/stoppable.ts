import { setMaxListeners } from 'node:events'

/** Every question to a laptop listens to it while it is asked, and many are asked at once. */
export function stoppable(): AbortController {
  const stop = new AbortController()
  setMaxListeners(0, stop.signal)
  return stop
}
