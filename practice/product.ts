/** The product reaches a practice laptop as it would reach a real one: as its Debian package. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { get } from 'node:http'
import path from 'node:path'
import { insideArgv } from './exec.ts'
import { person, type Laptop } from './layout.ts'
import { pairLaptop, type Peering } from './peering.ts'
import { repositoryFolder } from './program-file.ts'
import { PracticeError } from './practice-error.ts'
import { put } from './put.ts'
import { attempt, run, type Argv } from './run.ts'

const debName = `pc-switcher-headless_0.1.0_${process.arch === 'x64' ? 'amd64' : process.arch}.deb`
const marker = '/var/lib/misc/pc-switcher-practice-deb'

export interface Deb {
  readonly content: Uint8Array
  readonly sha256: string
}

/** The package as it is built now; undefined when it is not. */
export async function readDeb(): Promise<Deb | undefined> {
  const file = path.join(repositoryFolder(), 'dist', debName)
  if (!existsSync(file)) return undefined
  const content = await readFile(file)
  return { content, sha256: createHash('sha256').update(content).digest('hex') }
}

export async function installedDeb(laptop: Laptop): Promise<string | undefined> {
  const file = path.join(laptop.root, marker)
  return existsSync(file) ? (await readFile(file, 'utf8')).trim() : undefined
}

/** Installs the package on a laptop that is on, joins it with the other, and starts the app. */
export async function installProduct(laptop: Laptop, leader: number, deb: Deb, peering: Peering): Promise<void> {
  const on = async (purpose: string, argv: Argv, user = 'root') =>
    await run(`${purpose} on ${laptop.host}`, await insideArgv(leader, user, argv))
  const inside = `/var/tmp/${debName}`
  await put(laptop, inside, deb.content)
  await on('install pc-switcher', ['dpkg', '--force-confnew', '--force-unsafe-io', '--install', inside])
  await rm(path.join(laptop.root, inside))
  await pairLaptop(laptop, peering)
  await on('check the rules of sudo', ['visudo', '--check', '--quiet'])
  await on('restart sshd', ['systemctl', 'restart', 'ssh.service'])
  await on('record the changes of /etc', ['etckeeper', 'commit', 'pc-switcher installed and paired']).catch(
    () => undefined,
  )
  await on('read the units anew', ['systemctl', '--user', 'daemon-reload'], person)
  await on('start the app', ['systemctl', '--user', 'enable', 'pc-switcher.service'], person)
  await on('start the app', ['systemctl', '--user', 'restart', 'pc-switcher.service'], person)
  await put(laptop, marker, `${deb.sha256}\n`)
}

/** Waits until the app answers over the person's socket: starting a program there to ask takes longer than what is waited for. */
export async function isAppAnswering(leader: number, patienceMs: number): Promise<boolean> {
  const socketPath = `/proc/${leader}/root/run/user/1000/pc-switcher.sock`
  const deadline = Date.now() + patienceMs
  while (!(await answersOver(socketPath))) {
    if (Date.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return true
}

/** Whatever it says: it does once it has started. */
async function answersOver(socketPath: string): Promise<boolean> {
  return await new Promise((resolve) => {
    get({ socketPath, path: '/' }, (response) => {
      response.destroy()
      resolve(true)
    }).on('error', () => resolve(false))
  })
}

/** Waits until the app answers, and returns a fresh address of its web shell. */
export async function appUrl(laptop: Laptop, leader: number, patienceMs: number): Promise<string> {
  if (!existsSync(path.join(laptop.root, 'usr/lib/pc-switcher/app.cjs'))) {
    throw new PracticeError(`The package on ${laptop.host} has no app yet.`)
  }
  const argv = await insideArgv(leader, person, ['pc-switcher', 'url'])
  const deadline = Date.now() + patienceMs
  for (;;) {
    const { stdout, stderr, exitCode } = await attempt(argv)
    if (exitCode === 0) return stdout.trim()
    if (Date.now() > deadline)
      throw new PracticeError(`The app on ${laptop.host} does not answer.`, `${stdout}${stderr}`.trim())
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
