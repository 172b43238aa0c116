/** flatpak(1): what is installed for everybody, or for one person, and where it comes from. Tried with 1.14 and 1.16. */
import { existsSync, readdirSync } from 'node:fs'
import { readlink } from 'node:fs/promises'
import path from 'node:path'
import { ownIfThere, readOwnText } from '../files/own-file.ts'
import { isErrno } from '../../kernel/errno.ts'
import type { Message } from '../../kernel/message.ts'
import { asPerson, type Account } from '../accounts/as-person.ts'
import { run, unreadableAnswer, type Command, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** Of everybody: one's own installation is in one's home. */
export const systemInstallation = '/var/lib/flatpak'
export const overridesFolder = path.join(systemInstallation, 'overrides')
const program = '/usr/bin/flatpak'

export function isFlatpakInstalled(): boolean {
  return existsSync(program)
}

/** Which of the two the program is asked about. */
export interface Installation {
  readonly option: '--system' | '--user'
  /** Goes before the program. */
  readonly as: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export const ofEverybody: Installation = { option: '--system', as: [], env: {} }

/** In the home of one person, as whom the program is run: what their files lead it to, they may read anyway. */
export function ofPerson({ home, ...account }: Account & { readonly home: string }): Installation {
  return { option: '--user', as: asPerson(account), env: { HOME: home } }
}

export interface ListedFlatpak {
  /** "app/org.gnome.Maps/x86_64/stable", "runtime/org.gnome.Platform/x86_64/48". */
  readonly ref: string
  /** Name of the remote that it came from. */
  readonly origin: string
  /** As it is shown, in its own words; may be empty. */
  readonly title: string
  readonly version: string
  /** "runtime/org.gnome.Platform/x86_64/48", without which an app does not start; empty for a runtime. */
  readonly runtime: string
  readonly installedBytes: number
}

export interface ListedRemote {
  readonly name: string
  readonly title: string
  /** Empty where it only stands for something that was installed of a file. */
  readonly url: string
  readonly collection: string
  readonly filter: string
  readonly options: readonly string[]
}

const listColumns = ['ref', 'options', 'origin', 'size', 'version', 'runtime', 'name'] as const
const remoteColumns = ['name', 'title', 'url', 'collection', 'filter', 'options'] as const

export async function listFlatpaks(installation: Installation, options: RunOptions): Promise<readonly ListedFlatpak[]> {
  const words = ['list', installation.option, columnsOf(listColumns)]
  return (await ask(installation, titles.listFlatpaks({}), words, options)).map(parseFlatpak)
}

export async function listRemotes(installation: Installation, options: RunOptions): Promise<readonly ListedRemote[]> {
  const words = ['remotes', installation.option, '--show-disabled', columnsOf(remoteColumns)]
  return (await ask(installation, titles.listFlatpakRemotes({}), words, options)).map(parseRemote)
}

/** Patterns of what is not updated or installed by itself. */
export async function listMasks(options: RunOptions): Promise<readonly string[]> {
  return patternsOf(await ask(ofEverybody, titles.listFlatpaks({}), ['mask', '--system'], options))
}

/** Patterns of runtimes that stay though no app needs them. */
export async function listPins(options: RunOptions): Promise<readonly string[]> {
  return patternsOf(await ask(ofEverybody, titles.listFlatpaks({}), ['pin', '--system'], options))
}

/** When that version was made; undefined where it is not installed. */
export async function dateOf(ref: string, installation: Installation, options: RunOptions): Promise<Date | undefined> {
  const words = ['info', installation.option, ref]
  const command = { title: titles.listFlatpaks({}), ...askedAs(installation, words), exitCodes: [0, 1] }
  const { stdout, exitCode } = await run(command, options)
  return exitCode === 0 ? parseDate(stdout) : undefined
}

export function parseDate(text: string): Date | undefined {
  const parts = /^ *Date: (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/m.exec(text)
  if (parts === null) return undefined
  const [, day, time, hours, minutes] = parts
  return new Date(`${day}T${time}${hours}:${minutes}`)
}

/** The whole commit of what is used now: lists have only its beginning. */
export async function activeCommit(ref: string): Promise<string | undefined> {
  const target = await readlink(path.join(systemInstallation, ref, 'active')).catch(missingAsUndefined)
  return target === undefined ? undefined : path.basename(target)
}

/** Public keys by which what a remote gives is proven, as they lie there; undefined where it has none. */
export function keysOfRemote(name: string): Buffer | undefined {
  return ownIfThere(placeOfKeys(name))
}

export function placeOfKeys(name: string): string {
  return path.join(systemInstallation, 'repo', `${name}.trustedkeys.gpg`)
}

/** Below the installation: a key that is replaced in its file is no change of `repo`. */
export function placesOfKeys(): readonly string[] {
  const repository = path.join(systemInstallation, 'repo')
  if (!existsSync(repository)) return []
  const names = readdirSync(repository).filter((name) => name.endsWith('.trustedkeys.gpg'))
  return names.sort().map((name) => `repo/${name}`)
}

/** Apps, or "global", of which permissions were set by hand. */
export function overrideNames(): readonly string[] {
  return existsSync(overridesFolder) ? readdirSync(overridesFolder).sort() : []
}

export function readOverrides(): readonly { readonly name: string; readonly text: string }[] {
  return overrideNames().map((name) => ({ name, text: readOwnText(path.join(overridesFolder, name)) }))
}

function askedAs(
  { as: [first, ...others], env }: Installation,
  words: readonly string[],
): Pick<Command, 'argv' | 'env'> {
  return { argv: first === undefined ? [program, ...words] : [first, ...others, program, ...words], env }
}

/** Columns are parted by tabs where nobody looks. */
async function ask(
  installation: Installation,
  title: Message,
  words: readonly string[],
  options: RunOptions,
): Promise<readonly string[][]> {
  const { stdout } = await run({ title, ...askedAs(installation, words) }, options)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
}

function columnsOf(names: readonly string[]): string {
  return `--columns=${names.join(',')}`
}

export function parseFlatpak(row: readonly string[]): ListedFlatpak {
  const [ref, options, origin, size, version, runtime = '', ...title] = row
  if (ref === undefined || options === undefined || origin === undefined || size === undefined)
    throw unreadableAnswer('flatpak', row.join('\t'))
  const kind = options.split(',').includes('runtime') ? 'runtime' : 'app'
  return {
    ref: `${kind}/${ref}`,
    origin,
    title: title.join(' '),
    version: version ?? '',
    runtime: runtime === '' ? '' : `runtime/${runtime}`,
    installedBytes: bytesOf(size),
  }
}

function parseRemote(row: readonly string[]): ListedRemote {
  const [name, ...others] = row
  if (name === undefined) throw unreadableAnswer('flatpak', row.join('\t'))
  const [title = '', url = '', collection = '', filter = '', options = ''] = others.map((one) =>
    one === '-' ? '' : one,
  )
  return { name, title, url, collection, filter, options: options.split(',').filter((one) => one !== '') }
}

const powers: Readonly<Record<string, number>> = { byte: 1, bytes: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 }

/** "1.2 GB", with a space that does not break. */
function bytesOf(size: string): number {
  const [, amount, unit] = /^([\d.]+)\s(\w+)$/.exec(size) ?? []
  return Number(amount ?? 0) * (powers[unit ?? ''] ?? 0)
}

function patternsOf(rows: readonly string[][]): readonly string[] {
  return rows.map(([line = '']) => line.trim())
}

function missingAsUndefined(error: unknown): undefined {
  if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined
  throw error
}
