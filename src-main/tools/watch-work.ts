/** A program that works, however long it takes and whatever it says, is a sign of life of who waits for it. */
import { readWork } from './proc/process-work.ts'
import { giveSignOfLife, isAnybodyListening } from './sign-of-life.ts'

const lookEveryMs = 5_000
/** In that time. One that hangs wakes up now and then, and its connection asks the other side whether it is there. */
const workingTicks = 3
const workingBytes = 16_384

/** Looks at it until what it returns is called. */
export function watchWork(pid: number | undefined): () => void {
  if (pid === undefined || !isAnybodyListening()) return () => undefined
  let before = { ticks: 0, bytes: 0 }
  const timer = setInterval(() => {
    const now = readWork(pid)
    if (now.ticks - before.ticks >= workingTicks || now.bytes - before.bytes >= workingBytes) giveSignOfLife()
    before = now
  }, lookEveryMs).unref()
  return () => clearInterval(timer)
}
