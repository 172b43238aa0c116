// @ts-check
/**
 * What a test run could leave behind on this machine: mounts, loop devices, bridges, cgroups of practice laptops,
 * processes. Read before and after; what is new and not another practice pair's is a leak.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Set in the environment of every part, so that every process it starts can be recognised. */
export const runMark = 'PC_SWITCHER_TEST_RUN'

/** @typedef {ReadonlySet<string>} Inventory one line for each thing */

/** @returns {Inventory} */
export function takeInventory() {
  return new Set([...listMounts(), ...loopDevices(), ...bridges(), ...cgroups(), ...practiceProcesses()])
}

/**
 * @param {Inventory} before
 * @param {Inventory} after
 * @param {{ readonly pairs: readonly string[], readonly run: string }} ours the pairs of this run and the value of its mark
 * @returns {string[]}
 */
export function findLeaks(before, after, ours) {
  const fresh = [...after].filter((line) => !before.has(line) && !belongsToAnotherPair(line, ours.pairs))
  return [...fresh, ...markedProcesses(ours.run)]
}

/**
 * Other pairs on this machine come and go; their things carry their names.
 * @param {string} line
 * @param {readonly string[]} pairs
 */
export function belongsToAnotherPair(line, pairs) {
  const [, name] =
    /pc-switcher-practice\/([a-z][a-z0-9]*)/.exec(line) ??
    /\b(?:p17|xps)-([a-z][a-z0-9]*)\b/.exec(line) ??
    /--name[ =]([a-z][a-z0-9]*)/.exec(line) ??
    []
  return name !== undefined && !pairs.includes(name)
}

/** Those of the mount namespace that this process is in. */
export function listMounts() {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const fields = line.split(' ')
      return `mount ${String(fields[4])} (${line.split(' - ')[1]?.split(' ').slice(0, 2).join(' ') ?? ''})`
    })
}

function loopDevices() {
  return readdirSync('/sys/block')
    .filter((name) => existsSync(`/sys/block/${name}/loop/backing_file`))
    .map((name) => `loop device ${name}: ${readFileSync(`/sys/block/${name}/loop/backing_file`, 'utf8').trim()}`)
}

function bridges() {
  return readdirSync('/sys/class/net')
    .filter((name) => existsSync(`/sys/class/net/${name}/bridge`) || /^v[be]-/.test(name))
    .map((name) => `network interface ${name}`)
}

function cgroups() {
  const roots = ['/sys/fs/cgroup', '/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified'].map(
    (root) => `${root}/pc-switcher-practice`,
  )
  return roots
    .filter((root) => existsSync(root))
    .flatMap((root) =>
      readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `cgroup ${root}/${entry.name}`),
    )
}

/** Containers and supervisors, recognised by their command lines. */
function practiceProcesses() {
  return processes()
    .map((pid) => ({ pid, words: commandLine(pid) }))
    .filter(({ words }) => /^systemd-nspawn |practice\/main\.mjs (supervise|relay)/.test(words))
    .map(({ pid, words }) => `process ${pid}: ${words}`)
}

/** @param {string} run */
function markedProcesses(run) {
  const ancestors = ancestorsOf(process.pid)
  return processes()
    .filter((pid) => !ancestors.has(pid) && environment(pid).includes(`${runMark}=${run}`) && !isZombie(pid))
    .map((pid) => `process ${pid}: ${commandLine(pid).slice(0, 200)}`)
}

/** @param {number} pid */
function ancestorsOf(pid) {
  const found = new Set()
  for (let at = String(pid); at !== '0' && at !== ''; at = statusField(at, 'PPid')) found.add(at)
  return found
}

function processes() {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
}

/** @param {string} pid */
function commandLine(pid) {
  return readOrNothing(`/proc/${pid}/cmdline`).split('\0').join(' ').trim()
}

/** @param {string} pid */
function environment(pid) {
  return readOrNothing(`/proc/${pid}/environ`).split('\0')
}

/** @param {string} pid */
function isZombie(pid) {
  return statusField(pid, 'State').startsWith('Z')
}

/** @param {string} pid @param {string} name */
function statusField(pid, name) {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? ''
}

/** A process may end while it is read. @param {string} file */
function readOrNothing(file) {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
