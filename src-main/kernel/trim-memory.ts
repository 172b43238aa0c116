/**
 * V8 keeps the room that a large piece of work needed, often several times what the program holds, until it works again, and lets
 * what is no longer needed pile up while it works. A program that waits for its person for hours gives that back, and one that is
 * at long work does from time to time.
 */
import { readFileSync } from 'node:fs'
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

/** A program that holds no more is left alone: an app at rest needs 46 MB, an agent 53. */
const usualBytes = 56 * 1024 * 1024
/** It has to have worked so long since it was last trimmed: what was still there then was needed, perhaps by what it waited for. */
const workMs = 300
/** And so many times longer than that took, which itself leaves V8 marking for a while: else each would bring the next one. */
const workTimes = 10
/** One that gave back less than this part was of no use: the next one waits for twice the work. */
const usefulPart = 0.15
/** So many looks one after the other at which it was idle. */
const calmLooks = 5
/** While it works: when it holds so many times the least that it held since it was last trimmed. */
const grownTimes = 1.5
/** And more than a switch of a large home usually needs, which would take a tenth longer. */
const worthwhileBytes = 110 * 1024 * 1024
/** And so many times longer after that than it took. */
const restTimes = 20

/** Looks every second; ends with the program, or by the function that it gives. */
export function trimMemory(parts: Trimming = {}): () => void {
  const {
    everyMs = 1_000,
    idleCpuMs = 20,
    heldBytes = ownBytes,
    cpuMs = ownCpuMs,
    nowMs = () => performance.now(),
    collect = collectAll,
  } = parts
  let trimmed = { cpuMs: -workMs, atMs: -Infinity, tookMs: 0, bytes: usualBytes, neededMs: workMs }
  let spentMs = cpuMs()
  let calm = 0

  function trim(held: number): void {
    const beganMs = nowMs()
    collect()
    spentMs = cpuMs()
    const atMs = nowMs()
    const tookMs = atMs - beganMs
    const left = heldBytes()
    const isUseful = left <= held * (1 - usefulPart)
    const neededMs = Math.max(workMs, tookMs * workTimes, isUseful ? 0 : 2 * trimmed.neededMs)
    trimmed = { cpuMs: spentMs, atMs, tookMs, bytes: Math.max(usualBytes, left), neededMs }
  }

  const timer = setInterval(() => {
    const before = spentMs
    spentMs = cpuMs()
    const isCalm = spentMs - before <= idleCpuMs
    calm = isCalm ? calm + 1 : 0
    // At rest nothing is even read.
    if (isCalm && (calm < calmLooks || spentMs - trimmed.cpuMs < trimmed.neededMs)) return
    const held = heldBytes()
    trimmed.bytes = Math.max(usualBytes, Math.min(trimmed.bytes, held))
    const isMuch = held > Math.max(worthwhileBytes, trimmed.bytes * grownTimes)
    const isGrown = isMuch && nowMs() - trimmed.atMs > trimmed.tookMs * restTimes
    if (isCalm ? held > usualBytes : isGrown) trim(held)
  }, everyMs).unref()
  return () => clearInterval(timer)
}

/**
 * Without the pages of the program's own file, which are Node's and shared. What V8 counts of its heap is little of what it keeps: 40 MB
 * of 200 MB after 30,000 files.
 */
function ownBytes(): number {
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
  return kilobytes === undefined ? process.memoryUsage.rss() : Number(kilobytes) * 1024
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
