/**
 * Makes the package anew from what is installed, so that the other laptop gets exactly this build. Every file is compared with
 * the sums that dpkg keeps (deb-md5sums(5); of configuration files they are in its status).
 */
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { readOwn, readOwnText } from '../../../tools/files/own-file.ts'
import { parseConffiles } from '../../../tools/apt/dpkg-files.ts'
import { buildDeb, packageParagraph } from '../../../tools/apt/dpkg-deb.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { pairingMessages } from '../messages.ts'
import type { PackedPackage } from '../requests.ts'
import type { SetUpHost } from './set-up-host.ts'

const packageName = 'pc-switcher-headless'
const info = `/var/lib/dpkg/info/${packageName}`
const scripts = ['preinst', 'postinst', 'prerm', 'postrm', 'conffiles', 'md5sums']

export async function pack({ places }: SetUpHost, options: RunOptions): Promise<PackedPackage> {
  const paragraph = packageParagraph(readOwnText('/var/lib/dpkg/status'), packageName)
  if (paragraph === undefined || !existsSync(`${info}.list`)) throw pairingMessages.noPackage({})
  const folder = path.dirname(places.package)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  // What is inside is no secret, and the person's app reads it.
  chmodSync(folder, 0o755)
  const staging = mkdtempSync(path.join(folder, 'staging-'))
  chmodSync(staging, 0o755)
  try {
    copyFiles(staging, shippedSums(paragraph.text))
    copyControl(staging, paragraph.control)
    await buildDeb(staging, `${places.package}.new`, options)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
  chmodSync(`${places.package}.new`, 0o644)
  renameSync(`${places.package}.new`, places.package)
  const sha256 = createHash('sha256').update(readOwn(places.package)).digest('hex')
  const { version, architecture } = paragraph
  return { kind: 'packed', file: places.package, version, architecture, sha256 }
}

/** By path with its slash. dpkg makes the list of sums when it unpacks a package that has none (dpkg 1.16.3). */
function shippedSums(status: string): ReadonlyMap<string, string> {
  const lines = readOwnText(`${info}.md5sums`).split('\n')
  const files = lines.flatMap((line) => {
    const match = /^([0-9a-f]{32}) {2}(.+)$/.exec(line)
    return match?.[1] === undefined || match[2] === undefined ? [] : [[`/${match[2]}`, match[1]] as const]
  })
  return new Map([...files, ...parseConffiles(status)])
}

function copyFiles(staging: string, sums: ReadonlyMap<string, string>): void {
  for (const file of readOwnText(`${info}.list`)
    .split('\n')
    .filter((line) => line !== '' && line !== '/.')) {
    const to = path.join(staging, file)
    const kind = existsSync(file) ? lstatSync(file) : undefined
    if (kind?.isDirectory() === true) mkdirSync(to, { recursive: true, mode: 0o755 })
    else if (kind?.isFile() === true && sums.get(file) === md5Of(file)) cpSync(file, to)
    else if (!isLeftOut(file)) throw pairingMessages.packageIncomplete({ file })
  }
}

/** A laptop may be set to unpack no documents (dpkg.cfg(5), path-exclude). */
const isLeftOut = (file: string): boolean => /^\/usr\/share\/(?:doc|man|locale)\//.test(file) && !existsSync(file)

const md5Of = (file: string): string => createHash('md5').update(readOwn(file)).digest('hex')

function copyControl(staging: string, control: string): void {
  const folder = path.join(staging, 'DEBIAN')
  mkdirSync(folder, { mode: 0o755 })
  for (const name of scripts) {
    if (!existsSync(`${info}.${name}`)) continue
    cpSync(`${info}.${name}`, path.join(folder, name))
  }
  writeFileSync(path.join(folder, 'control'), control)
}
