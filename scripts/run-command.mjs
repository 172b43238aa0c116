// @ts-check
/** Starts one part of the checks or tests and waits for it. No dependencies: this runs before `npm ci` has. */
import { spawn } from 'node:child_process'

const graceMs = 30_000

/**
 * @typedef {object} Ended
 * @property {number} code 128 when a signal ended it
 * @property {number} seconds
 * @property {string} output both streams, in the order they came; empty when they were passed through
 */

/**
 * @param {readonly [string, ...string[]]} argv
 * @param {{ readonly passThrough?: boolean, readonly env?: Readonly<Record<string, string>>, readonly signal?: AbortSignal }} [options]
 * @returns {Promise<Ended>}
 */
export async function runCommand(argv, options = {}) {
  const started = performance.now()
  const [file, ...args] = argv
  const child = spawn(file, args, {
    stdio: ['ignore', options.passThrough ? 'inherit' : 'pipe', options.passThrough ? 'inherit' : 'pipe'],
    env: { ...process.env, ...options.env },
  })
  // Ask it to end first, so that it can clean up what it started.
  const end = () => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), graceMs).unref()
  }
  options.signal?.addEventListener('abort', end, { once: true })
  if (options.signal?.aborted) end()
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      output += `${error.message}\n`
      resolve(127)
    })
    child.on('close', (status) => resolve(status ?? 128))
  })
  options.signal?.removeEventListener('abort', end)
  return { code, seconds: (performance.now() - started) / 1000, output }
}

/** Is aborted when this program is asked to end; what it started ends before it. @returns {AbortSignal} */
export function stopSignal() {
  const stop = new AbortController()
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => stop.abort())
  return stop.signal
}

/**
 * Runs jobs side by side, at most `places` at a time, in their order.
 * @template T
 * @param {readonly (() => Promise<T>)[]} jobs
 * @param {number} places
 * @returns {Promise<T[]>}
 */
export async function sideBySide(jobs, places) {
  /** @type {T[]} */
  const results = []
  let next = 0
  const work = async () => {
    for (let index = next++; index < jobs.length; index = next++) {
      const job = jobs[index]
      if (job !== undefined) results[index] = await job()
    }
  }
  await Promise.all(Array.from({ length: places }, work))
  return results
}
