/**
 * Makes dist/pc-switcher-headless_VERSION_ARCHITECTURE.deb without root: the files of tree/ as they are, the bundles, the
 * renderer, and the Node that they run on. The same ingredients give the same bytes.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { debianCopyright, noticesText } from '../third-party/notices.mjs'
import { readPackages } from '../third-party/read-packages.mjs'
import { debianChangelog } from './debian-changelog.mjs'
import { nodeRuntime } from './node-runtime.mjs'

const run = promisify(execFile)
const here = import.meta.dirname
const repository = path.join(here, '../..')
/** What travels to other people: the programs by their file's name. */
export const programs = [
  'agent.cjs',
  'door.cjs',
  'rollback.cjs',
  'set-up.cjs',
  'home-subvolume.cjs',
  'person-syncthing.cjs',
  'app.cjs',
]
/** Times in the package are not later than this: 2026-11-20, so that they say nothing about when it was built. */
const sourceDateEpoch = '1795132800'

/** Fast for whoever builds after each change; a release is a third smaller, takes a minute, and is what Debian takes. */
const compression = { usual: ['-Zzstd', '-z3'], release: ['-Zxz', '-z6'] }

/**
 * @param {object} options
 * @param {readonly string[]} options.folders of the npm packages that are in the bundles
 * @param {import('./node-runtime.mjs').Architecture} options.architecture
 * @param {boolean} [options.isRelease]
 */
export async function buildPackage({ folders, architecture, isRelease = false }) {
  const { version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'))
  const node = await nodeRuntime(architecture)
  const packages = readPackages([...folders, node])
  const staging = await mkdtemp(path.join(tmpdir(), 'pc-switcher-package-'))
  const file = path.join(repository, 'dist', `pc-switcher-headless_${version}_${architecture}.deb`)
  try {
    await fill(staging, { version, packages, node, architecture })
    const half = `${file}.${process.pid}`
    const packed = isRelease ? compression.release : compression.usual
    const argv = ['--root-owner-group', ...packed, '--build', staging, half]
    await run('dpkg-deb', argv, { env: { ...process.env, SOURCE_DATE_EPOCH: sourceDateEpoch } })
    await rename(half, file)
  } catch (error) {
    throw error.code === 'ENOENT' && error.path === 'dpkg-deb'
      ? new Error('The program dpkg-deb is missing: install the Debian package "dpkg".')
      : error
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
  console.log(`built    ${path.relative(repository, file)}`)
  return file
}

async function fill(staging, { version, packages, node, architecture }) {
  const library = path.join(staging, 'usr/lib/pc-switcher')
  await cp(path.join(here, 'tree'), staging, { recursive: true })
  await mkdir(library, { recursive: true })
  for (const program of programs) await addBuilt(path.join('dist/headless', program), path.join(library, program))
  await addBuilt('dist/renderer', path.join(library, 'renderer'))
  await cp(path.join(node, 'bin/node'), path.join(library, 'node'))
  await put(path.join(staging, iconFile), readFileSync(path.join(repository, 'assets/icon.svg')))
  await addWords(staging)
  await addDocuments(staging, version, packages)
  await setModes(staging)
  await addControl(staging, { version, architecture })
}

/** Where desktops look for it by the name that the entry and the notifications say. */
const iconFile = 'usr/share/icons/hicolor/scalable/apps/io.github.pc_switcher.svg'

async function addBuilt(from, to) {
  const built = path.join(repository, from)
  if (!existsSync(built)) throw new Error(`The package needs ${from}, which is not built.`)
  await cp(built, to, { recursive: true })
}

/** Where each shell looks for the completions of packages. */
const completions = {
  bash: 'usr/share/bash-completion/completions/pc-switcher',
  zsh: 'usr/share/zsh/vendor-completions/_pc-switcher',
  fish: 'usr/share/fish/vendor_completions.d/pc-switcher.fish',
}

/** The manual page and the completion of each shell, as the command line itself tells them. */
async function addWords(staging) {
  const app = path.join(repository, 'dist/headless/app.cjs')
  const ask = async (...words) => (await run(process.execPath, [app, ...words], { encoding: 'buffer' })).stdout
  await put(path.join(staging, 'usr/share/man/man1/pc-switcher.1.gz'), gzipSync(await ask('manual'), { level: 9 }))
  for (const [shell, file] of Object.entries(completions))
    await put(path.join(staging, file), await ask('completion', shell))
}

/** What policy asks for (Debian policy 12.5 and 12.7), and the licences of what is bundled. */
async function addDocuments(staging, version, packages) {
  const folder = path.join(staging, 'usr/share/doc/pc-switcher-headless')
  const [, maintainer] = /^Maintainer: (.*)$/m.exec(readFileSync(path.join(here, 'control/control'), 'utf8'))
  const date = new Date(Number(sourceDateEpoch) * 1000)
  const written = readFileSync(path.join(repository, 'CHANGELOG.md'), 'utf8')
  const changelog = debianChangelog(written, { version, date, maintainer })
  await put(path.join(folder, 'copyright'), debianCopyright(packages))
  await put(path.join(folder, 'THIRD-PARTY-NOTICES'), noticesText(packages))
  await put(path.join(folder, 'changelog.gz'), gzipSync(changelog, { level: 9 }))
}

async function put(file, content) {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, content)
}

/** Modes come from what a file is, not from the umask of whoever checked it out. */
async function setModes(staging) {
  await chmod(staging, 0o755)
  for (const entry of await readdir(staging, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (entry.isDirectory()) await chmod(file, 0o755)
    else await chmod(file, await modeOf(file, path.relative(staging, file)))
  }
}

async function modeOf(file, name) {
  if (name.startsWith('etc/sudoers.d/')) return 0o440
  const handle = await open(file)
  const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0).finally(() => handle.close())
  return /^#!|^\x7fELF/.test(buffer.toString('latin1')) ? 0o755 : 0o644
}

async function addControl(staging, { version, architecture }) {
  const folder = path.join(staging, 'DEBIAN')
  const files = await filesOf(staging)
  const isConfiguration = (name) => name.startsWith('etc/')
  await cp(path.join(here, 'control'), folder, { recursive: true })
  const control = readFileSync(path.join(folder, 'control'), 'utf8')
    .replace('@VERSION@', version)
    .replace('@ARCHITECTURE@', architecture)
    .replace('@KIB@', String(await installedKib(staging, files)))
  await writeFile(path.join(folder, 'control'), control)
  const conffiles = files.filter(isConfiguration).map((name) => `/${name}\n`)
  await writeFile(path.join(folder, 'conffiles'), conffiles.join(''))
  await writeFile(
    path.join(folder, 'md5sums'),
    await md5sums(
      staging,
      files.filter((name) => !isConfiguration(name)),
    ),
  )
  for (const name of await readdir(folder))
    await chmod(path.join(folder, name), /^(pre|post)(inst|rm)$/.test(name) ? 0o755 : 0o644)
  await chmod(folder, 0o755)
}

/** Every file, in an order of its own. */
async function filesOf(staging) {
  const entries = await readdir(staging, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.map((entry) => path.relative(staging, path.join(entry.parentPath, entry.name))).sort()
}

/** In whole KiB for each file, as dpkg-gencontrol(1) counts. */
async function installedKib(staging, files) {
  const sizes = await Promise.all(files.map(async (name) => (await stat(path.join(staging, name))).size))
  return sizes.reduce((sum, bytes) => sum + Math.ceil(bytes / 1024), 0)
}

/** What `dpkg --verify` compares with (deb-md5sums(5)). What is below /etc is the person's to change. */
async function md5sums(staging, files) {
  const lines = await Promise.all(
    files.map(async (name) => {
      const sum = createHash('md5').update(await readFile(path.join(staging, name)))
      return `${sum.digest('hex')}  ${name}\n`
    }),
  )
  return lines.join('')
}
