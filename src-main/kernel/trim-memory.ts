/**
 * V8 keeps the room that a large piece of work needed, often several times what the program holds, until it works again, and lets
 * what is no longer needed pile up while it works. A program that waits for its person for hours gives that back, and one that is
 * at long work does from time to time.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export interface Trimming {
  readonly everyMs?: number
  /** From one look to the next, for it to count as having nothing to do. */
  readonly idleCpuMs?: number
  readonly heldBytes?: () => number
  readonly cpuMs?: () => number
  readonly nowMs?: () => number
  readonly collect?: () => void
}

/** A program that holds no more is left alone: Node itself takes two thirds of it. */
const usualBytes = 80 * 1024 * 1024
/** It has to have worked so long since it was last trimmed: what was still there then was needed, perhaps by what it waited for. */
const workMs = 300
/** So many looks one after the other at which it was idle. */
const calmLooks = 5
/** While it works: when it holds so many times the least that it held since it was last trimmed. */
const grownTimes = 1.5
/** And more than a switch of a large home usually needs, which would take a tenth longer. */
const worthwhileBytes = 160 * 1024 * 1024
/** And so many times longer after that than it took. */
const restTimes = 20

/** Looks every second; ends with the program, or by the function that it gives. */
export function trimMemory(parts: Trimming = {}): () => void {
  const {
    everyMs = 1_000,
    idleCpuMs = 20,
    // What V8 counts of its heap is little of what it keeps: 40 MB of 200 MB after 30,000 files.
    heldBytes = () => process.memoryUsage.rss(),
    cpuMs = ownCpuMs,
    nowMs = () => performance.now(),
    collect = collectAll,
  } = parts
  let trimmed = { cpuMs: -workMs, atMs: -Infinity, tookMs: 0, bytes: usualBytes }
  let spentMs = cpuMs()
  let calm = 0
  const timer = setInterval(() => {
    const before = spentMs
    spentMs = cpuMs()
    calm = spentMs - before <= idleCpuMs ? calm + 1 : 0
    const held = heldBytes()
    trimmed.bytes = Math.max(usualBytes, Math.min(trimmed.bytes, held))
    const isIdle = calm >= calmLooks && spentMs - trimmed.cpuMs >= workMs && held > usualBytes
    const isMuch = held > Math.max(worthwhileBytes, trimmed.bytes * grownTimes)
    const isGrown = isMuch && nowMs() - trimmed.atMs > trimmed.tookMs * restTimes
    if (!isIdle && !isGrown) return
    const beganMs = nowMs()
    collect()
    spentMs = cpuMs()
    const atMs = nowMs()
    trimmed = { cpuMs: spentMs, atMs, tookMs: atMs - beganMs, bytes: Math.max(usualBytes, heldBytes()) }
  }, everyMs).unref()
  return () => clearInterval(timer)
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** What V8 calls `gc`, where it is exposed. */
type Collect = (how: { readonly type: 'major'; readonly execution: 'sync'; readonly flavor: 'last-resort' }) => void

/** Only a collection of last resort returns pages to the kernel at once (V8 13: 308 MB to 66 MB in 0.2 s). */
function collectAll(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as Collect
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
