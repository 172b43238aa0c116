// @ts-check
/**
 * Runs a command with mounts and processes of its own, and fails when it leaves any of them behind: with the namespaces they
 * would go without a trace. What looks at every process of a laptop then sees those of the command alone, not all that
 * runs beside it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { listMounts } from './leaks.mjs'
import { runCommand, stopSignal } from './run-command.mjs'

const [first, ...rest] = process.argv.slice(2)
/** The first process of the namespace: whatever loses its parent becomes its child, and is waited for. */
const waitForAll =
  '"$@" & child=$!; trap "kill $child" TERM; wait $child; code=$?; if kill -0 $child 2>/dev/null; then wait $child; code=$?; fi; exit $code'
/** Until what was told to end has ended. */
const patienceMs = 5_000

if (first === undefined) throw new Error('own-namespaces.mjs COMMAND [WORD...]')
process.exitCode = first === '--inside' ? await inside(rest) : await outside([first, ...rest])

/** @param {readonly string[]} argv */
async function outside(argv) {
  const stop = stopSignal()
  // unshare(1) tells nobody of a signal that it gets.
  stop.addEventListener('abort', () => {
    for (const child of childrenOf(process.pid)) for (const one of childrenOf(child)) process.kill(one, 'SIGTERM')
  })
  const namespaces = ['--mount', '--pid', '--fork', '--mount-proc', '--kill-child']
  const self = [process.execPath, import.meta.filename, '--inside', ...argv]
  const { code } = await runCommand(['unshare', ...namespaces, 'sh', '-c', waitForAll, 'sh', ...self], {
    passThrough: true,
    signal: stop,
  })
  return code
}

/** @param {readonly string[]} argv */
async function inside([file, ...words]) {
  if (file === undefined) throw new Error('own-namespaces.mjs COMMAND [WORD...]')
  await letGoOfPractice()
  const before = new Set(listMounts())
  const { code } = await runCommand([file, ...words], { passThrough: true, signal: stopSignal() })
  const mounts = listMounts().filter((mount) => !before.has(mount))
  const processes = await processesLeft()
  const left = [...mounts, ...processes]
  if (left.length > 0) console.log(`left behind in the namespaces:\n    ${left.join('\n    ')}`)
  return code !== 0 || left.length === 0 ? code : 1
}

/** A copy of a practice laptop's mounts keeps its disk busy, when its power is cut too. */
async function letGoOfPractice() {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').matchAll(
    /^(?:\S+ ){4}(\/var\/lib\/pc-switcher-practice\/\S+) /gm,
  )
  for (const [, place = ''] of [...mounts].reverse()) {
    const { code, output } = await runCommand(['umount', '--lazy', '--', place.replaceAll('\\040', ' ')])
    if (code !== 0) throw new Error(output)
  }
}

async function processesLeft() {
  let left = otherProcesses()
  for (const deadline = Date.now() + patienceMs; left.length > 0 && Date.now() < deadline; left = otherProcesses())
    await wait(100)
  return left
}

/**
 * All but the first process, this one, and those that have ended: that is told by their state, as one that is just
 * starting another program has no command line either.
 */
function otherProcesses() {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name) || name === '1' || name === String(process.pid)) return []
    const [, state] = /^State:\s+(\S)/m.exec(readOrNothing(`/proc/${name}/status`)) ?? []
    if (state === undefined || state === 'Z' || state === 'X') return []
    const words = readOrNothing(`/proc/${name}/cmdline`).split('\0').join(' ').trim()
    return [`process ${words === '' ? `${name} ${readOrNothing(`/proc/${name}/comm`).trim()}` : words}`]
  })
}

/** @param {number} pid */
function childrenOf(pid) {
  const listed = readOrNothing(`/proc/${String(pid)}/task/${String(pid)}/children`)
  return listed.split(' ').filter(Boolean).map(Number)
}

/** A process may end while it is read. @param {string} file */
function readOrNothing(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
