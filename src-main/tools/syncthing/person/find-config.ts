/**
 * Where the Syncthing of a person keeps its settings, and how it is asked. Runs as that person: what they may not read, is not read.
 * Places and variables: syncthing(1), config(5) of Syncthing; docs/facts/syncthing.md.
 */
import { readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { readOwnText } from '../../files/own-file.ts'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { readForeign, textOf } from '../../files/foreign-file.ts'
import { ifAlive, runningPids } from '../../proc/running-processes.ts'
import { elementsAt, parseXml } from '../../xml.ts'
import type { SyncthingApi } from '../syncthing-request.ts'

const mostBytes = 8 * 1024 * 1024

export type FoundConfig =
  | { readonly kind: 'none' }
  /** broken: it cannot be read to its end. elsewhere: it listens on no address of this computer alone, and is not asked. */
  | { readonly kind: 'broken' | 'elsewhere' }
  | { readonly kind: 'found'; readonly api: SyncthingApi }

/** Of the one that runs; of one that does not, the first of the usual places. */
export function findConfig(home: string): FoundConfig {
  const running = runningOf(process.getuid?.() ?? -1)
  const folders = [...running.flatMap(({ folders: own }) => own), ...usualConfigFolders(home)]
  for (const folder of folders) {
    const text = readIn(folder, 'config.xml')
    if (text === undefined) continue
    return apiOf(text, folder, running[0]?.environment ?? {})
  }
  return { kind: 'none' }
}

interface RunningSyncthing {
  readonly folders: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** Where the running ones of an account have their settings, as far as they say it themselves. */
export function runningConfigFolders(uid: number): readonly string[] {
  return [...new Set(runningOf(uid).flatMap(({ folders }) => folders))]
}

function runningOf(uid: number): readonly RunningSyncthing[] {
  return runningPids().flatMap((pid) => processOf(pid, uid) ?? [])
}

/** One in a container has another tree of files, in which its paths mean something else. */
function processOf(pid: number, uid: number): RunningSyncthing | undefined {
  return ifAlive(() => {
    if (readOwnText(`/proc/${pid}/comm`).trimEnd() !== 'syncthing') return undefined
    if (statSync(`/proc/${pid}`).uid !== uid) return undefined
    if (readlinkSync(`/proc/${pid}/ns/mnt`) !== readlinkSync('/proc/self/ns/mnt')) return undefined
    const words = readOwnText(`/proc/${pid}/cmdline`).split('\0')
    const environment = environmentOf(readOwnText(`/proc/${pid}/environ`))
    const named = ['home', 'config'].flatMap((name) => wordAfter(words, name) ?? [])
    const set = ['STHOMEDIR', 'STCONFDIR'].flatMap((name) => environment[name] ?? [])
    const xdg = ['XDG_CONFIG_HOME', 'XDG_STATE_HOME'].flatMap((name) => {
      const folder = environment[name]
      return folder === undefined ? [] : [path.join(folder, 'syncthing')]
    })
    return { folders: [...named, ...set, ...xdg].filter((folder) => path.isAbsolute(folder)), environment }
  })
}

function environmentOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split('\0').flatMap((line) => {
      const end = line.indexOf('=')
      return end <= 0 ? [] : [[line.slice(0, end), line.slice(end + 1)]]
    }),
  )
}

/** "--home=DIR", "--home DIR", with one dash or two. */
function wordAfter(words: readonly string[], name: string): string | undefined {
  for (const [index, word] of words.entries()) {
    const plain = word.replace(/^--?/, '')
    if (plain === word) continue
    if (plain === name) return words[index + 1]
    if (plain.startsWith(`${name}=`)) return plain.slice(name.length + 1)
  }
  return undefined
}

/** Where there is one that does not run. */
export function usualConfigFolders(home: string): readonly string[] {
  const inFlatpaks = (ifAlive(() => readdirSync(path.join(home, '.var/app'))) ?? []).flatMap((id) =>
    ['config', '.local/state'].map((folder) => path.join('.var/app', id, folder, 'syncthing')),
  )
  return ['.config/syncthing', '.local/state/syncthing', ...inFlatpaks].map((folder) => path.join(home, folder))
}

function apiOf(text: string, folder: string, environment: Readonly<Record<string, string>>): FoundConfig {
  const root = parsed(text)
  const gui = root === undefined ? undefined : elementsAt(root, 'gui')[0]
  const textAt = (name: string) => (gui === undefined ? undefined : elementsAt(gui, name)[0]?.text)
  const apiKey = environment['STGUIAPIKEY'] ?? textAt('apikey') ?? ''
  const address = environment['STGUIADDRESS'] ?? textAt('address') ?? ''
  if (apiKey === '' || address === '') return { kind: 'broken' }
  const socketPath = address.replace(/^unix:\/\//, '')
  const at = socketPath.startsWith('/') ? { socketPath } : loopbackOf(address)
  if (at === undefined) return { kind: 'elsewhere' }
  const certificate = readIn(folder, 'https-cert.pem') ?? ''
  return certificate === '' ? { kind: 'broken' } : { kind: 'found', api: { apiKey, certificate, at } }
}

/** Undefined where it is not there, or what should be its folder is none; empty where it may not be read. Links are the person's own. */
function readIn(folder: string, name: string): string | undefined {
  try {
    const real = realpathSync(path.join(folder, name))
    return textOf(readForeign(path.dirname(real), bytePathFromText(path.basename(real)), mostBytes))
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT', 'ENOTDIR')) return undefined
    if (isErrno(thrown, 'EACCES', 'ELOOP')) return ''
    throw thrown
  }
}

function parsed(text: string) {
  try {
    return parseXml(text, 'syncthing')
  } catch {
    return undefined
  }
}

/** On all addresses it is there on the loopback one as well. Undefined for any other: nothing is sent beyond this computer. */
export function loopbackOf(address: string): { readonly host: string; readonly port: number } | undefined {
  const found = /^(?:https?:\/\/)?(\[[^\]]*\]|[^:/]*):(\d+)\/?$/.exec(address)
  const [, host = '', port = ''] = found ?? []
  if (found === null) return undefined
  if (['', '0.0.0.0', '127.0.0.1', 'localhost'].includes(host)) return { host: '127.0.0.1', port: Number(port) }
  return ['[::]', '[::1]'].includes(host) ? { host: '::1', port: Number(port) } : undefined
}
