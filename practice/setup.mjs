/**
 * What a fresh machine needs before anything of this repository can run: Node, root, Debian packages, node_modules
 * and a build. Plain Node without dependencies, because nothing is installed yet when it runs.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** Debian packages that the practice laptops need on this machine. */
export const practicePackages = [
  'acl',
  'apt-utils',
  'attr',
  'btrfs-progs',
  'debian-archive-keyring',
  'dpkg-dev',
  'gnupg',
  'iproute2',
  'libcap2-bin',
  'mmdebstrap',
  'openssh-client',
  'qemu-utils',
  'restic',
  'rsync',
  'systemd-container',
  'util-linux',
]

/** Something to tell the person in one sentence; everything else is a fault of ours and shows its stack. */
export class SetupError extends Error {}

export function say(sentence) {
  process.stderr.write(`${sentence}\n`)
}

export function ensureNode(wanted = [20, 19]) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return
  throw new SetupError(`This needs Node ${wanted.join('.')} or later; this is Node ${process.versions.node}.`)
}

/** Returns the words to put before a command that root has to run: none, or sudo's. */
export function ensureRoot() {
  if (process.getuid?.() === 0) return []
  if (!isCommand('sudo')) throw new SetupError('This needs root: run it as root, or install sudo.')
  // Asks for the password now, while somebody is looking, and not in the middle.
  const asked = spawnSync('sudo', process.stdin.isTTY ? ['-v'] : ['-n', 'true'], {
    stdio: ['inherit', 'ignore', 'inherit'],
  })
  if (asked.status === 0) return ['sudo', '--']
  throw new SetupError('This needs root, and sudo did not let you: it makes loop devices, mounts and containers.')
}

/** btrfs and loop devices, loaded where they are modules. */
export function ensureKernel(root) {
  const known = () => /\bbtrfs$/m.test(readFileSync('/proc/filesystems', 'utf8'))
  if (!known()) quietly([...root, 'modprobe', 'btrfs'])
  if (!known())
    throw new SetupError(`The kernel of this machine (${release()}) has no btrfs, which practice laptops need.`)
  if (!existsSync('/dev/loop-control')) quietly([...root, 'modprobe', 'loop'])
  if (!existsSync('/dev/loop-control')) {
    throw new SetupError(`The kernel of this machine (${release()}) has no loop devices, which practice laptops need.`)
  }
  for (const space of ['net', 'pid', 'mnt', 'uts', 'ipc', 'cgroup']) {
    if (!existsSync(`/proc/self/ns/${space}`)) {
      throw new SetupError(
        `The kernel of this machine (${release()}) has no ${space} namespaces, which practice laptops need.`,
      )
    }
  }
}

function release() {
  return readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim()
}

/** Installs what is missing, and only then touches apt. */
export function ensurePackages(packages, root) {
  const missing = missingPackages(packages)
  if (missing.length === 0) return
  if (!isCommand('apt-get')) {
    throw new SetupError(`These packages are missing, and this is not Debian or Ubuntu: ${missing.join(' ')}`)
  }
  say(`Installing from Debian: ${missing.join(' ')}`)
  const apt = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=300']
  const install = [...apt, 'install', '--no-install-recommends', ...missing]
  if (quietly(install) === 0) return
  // The lists of a fresh machine are empty or old.
  loudly([...apt, 'update'], 'bring the lists of packages up to date')
  loudly(install, `install ${missing.join(' ')}`)
}

/** Its program alone: no service of it is installed, which would listen on this machine. */
export function ensureExtracted(name, root) {
  const folder = path.join(repository, 'node_modules/.cache', name)
  if (existsSync(path.join(folder, 'usr/bin', name))) return
  say(`Fetching from Debian: ${name}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const download = ['env', `--chdir=${folder}`, 'apt-get', '-q', '-o', 'APT::Sandbox::User=root', 'download', name]
  if (quietly([...root, ...download]) !== 0) {
    loudly([...root, 'apt-get', '-q', 'update'], 'bring the lists of packages up to date')
    loudly([...root, ...download], `fetch ${name}`)
  }
  const archive = readdirSync(folder).find((file) => file.endsWith('.deb'))
  loudly(['dpkg-deb', '--extract', path.join(folder, archive ?? ''), folder], `unpack ${name}`)
}

function missingPackages(packages) {
  const asked = spawnSync('dpkg-query', ['--show', '--showformat=${Package} ${db:Status-Status}\n', ...packages], {
    encoding: 'utf8',
  })
  const installed = new Set(
    (asked.stdout ?? '')
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  )
  return packages.filter((name) => !installed.has(name))
}

export function ensureNodeModules() {
  if (areNodeModulesCurrent()) return
  say('Installing the node modules (npm ci)')
  loudly(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], 'install the node modules')
}

/** npm keeps what it installed in a lock file of its own; their times say nothing after an `npm install`. */
function areNodeModulesCurrent() {
  const installed = path.join(repository, 'node_modules/.package-lock.json')
  if (!existsSync(installed)) return false
  const present = readLock(installed)
  const wanted = readLock(path.join(repository, 'package-lock.json'))
  return Object.entries(wanted).every(
    ([name, entry]) => name === '' || entry.optional || entry.devOptional || present[name]?.version === entry.version,
  )
}

function readLock(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

const sources = [
  'src-main',
  'src-renderer',
  'practice',
  'bench',
  'test/recording',
  'assets',
  'CHANGELOG.md',
  'package-lock.json',
  'esbuild.config.mjs',
  'vite.config.ts',
]
const debArchitecture = process.arch === 'x64' ? 'amd64' : process.arch
const products = [
  'dist/practice/main.mjs',
  'dist/electron/main.js',
  'dist/fixtures/main.mjs',
  `dist/pc-switcher-headless_0.1.0_${debArchitecture}.deb`,
]

export function ensureBuild() {
  const newest = Math.max(...sources.map((name) => newestBelow(path.join(repository, name))))
  const oldest = Math.min(...products.map((name) => modified(path.join(repository, name))))
  if (oldest > newest) return
  say('Building (npm run build)')
  loudly(['npm', 'run', '--silent', 'build'], 'build')
}

function newestBelow(target) {
  if (!existsSync(target)) return 0
  const own = modified(target)
  if (!statSync(target).isDirectory()) return own
  return Math.max(own, ...readdirSync(target).map((name) => newestBelow(path.join(target, name))))
}

function modified(file) {
  return existsSync(file) ? statSync(file).mtimeMs : 0
}

function isCommand(name) {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(path.join(folder, name)))
}

function quietly([file, ...rest]) {
  return spawnSync(file, rest, { stdio: ['inherit', 'ignore', 'ignore'] }).status
}

/** Runs with its output on stderr: stdout belongs to the answer of the verb. */
function loudly([file, ...rest], purpose) {
  const ended = spawnSync(file, rest, { cwd: repository, stdio: ['inherit', 2, 2] })
  if (ended.status !== 0)
    throw new SetupError(
      `Could not ${purpose}: ${file} ended with ${ended.status ?? ended.signal ?? ended.error?.message}.`,
    )
}

/** Runs a program to its end with this terminal, and returns its exit code. */
export async function runProgram([file, ...rest]) {
  const child = spawn(file, rest, { stdio: 'inherit' })
  // The program decides what an interruption means; this process only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 130)))
  })
}
