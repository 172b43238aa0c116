/** What opens places, in secrets/: files that root alone reads, each place with its own. No snapshot, switch or copy contains them. */
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { removeUnfinished, writeDurably } from '../../../tools/files/durable-file.ts'
import { readIfThere } from '../../../tools/files/own-file.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../tools/proc/process-identity.ts'
import { placesMessages } from '../messages.ts'

/** password: of a store. s3: the keys of a bucket. login: of a registry. ca: certificates. ssh, hosts: of a server. tried: under trial. */
const kinds = {
  password: '',
  s3: '.s3',
  login: '.login',
  ca: '.ca',
  ssh: '.ssh',
  hosts: '.hosts',
  tried: '.tried',
} as const

const folderOf = (stateFolder: string): string => path.join(stateFolder, 'secrets')

export const secretFile = (stateFolder: string, id: string, kind: keyof typeof kinds): string =>
  path.join(folderOf(stateFolder), `${id}${kinds[kind]}`)

/** Of this laptop, for all servers. */
export const keyFile = (stateFolder: string): string => path.join(folderOf(stateFolder), 'ssh-key')

export function haveSecrets(stateFolder: string): void {
  mkdirSync(folderOf(stateFolder), { recursive: true, mode: 0o700 })
}

export function writeSecret(stateFolder: string, id: string, kind: keyof typeof kinds, text: string): void {
  haveSecrets(stateFolder)
  writeDurably(secretFile(stateFolder, id, kind), text)
}

export const readSecret = (stateFolder: string, id: string, kind: keyof typeof kinds): string | undefined =>
  readIfThere(secretFile(stateFolder, id, kind))

/** Undefined for a place that needs none. */
export const readPassword = (stateFolder: string, id: string): string | undefined =>
  readSecret(stateFolder, id, 'password')?.trimEnd()

export function writePassword(stateFolder: string, id: string, password: string): void {
  writeSecret(stateFolder, id, 'password', `${password}\n`)
}

/** AppError "invalid-input" for what is no certificate. */
export function writeCertificates(stateFolder: string, id: string, text: string): void {
  writeSecret(stateFolder, id, 'ca', onlyCertificates(text))
}

function onlyCertificates(text: string): string {
  const found = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? []
  if (found.length === 0) throw placesMessages.badCertificate({})
  try {
    for (const one of found) void new X509Certificate(one)
  } catch (cause) {
    throw placesMessages.badCertificate({}, { cause })
  }
  return `${found.join('\n')}\n`
}

/** The last one says which process has a place under trial: until that is gone nobody takes the others for left. */
export function forgetSecrets(stateFolder: string, id: string): void {
  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
    rmSync(secretFile(stateFolder, id, kind), { force: true })
  }
}

/** What opens it is no place's yet. */
export function beginTrial(stateFolder: string, id: string): void {
  writeSecret(stateFolder, id, 'tried', `${nameOfProcess(identifyThisProcess())}\n`)
}

/** It is a place now. */
export function endTrial(stateFolder: string, id: string): void {
  rmSync(secretFile(stateFolder, id, 'tried'), { force: true })
}

/**
 * What opens a place that was never added, because whoever looked at it was killed, or that was being removed. `readIds` is asked afterwards:
 * one may be added meanwhile; where it has no list at all, that may only have been moved away, and what nobody tried stays.
 */
export function sweepSecrets(stateFolder: string, readIds: () => ReadonlySet<string> | undefined): void {
  const folder = folderOf(stateFolder)
  if (!existsSync(folder)) return
  removeUnfinished(folder)
  const ids = new Set(readdirSync(folder).flatMap((name) => /^[0-9a-f]{16}(?=\.|$)/.exec(name)?.[0] ?? []))
  const left = [...ids]
    .map((id) => ({ id, trial: trialOf(stateFolder, id) }))
    .filter(({ trial }) => trial !== 'goes on')
  const places = readIds()
  for (const { id, trial } of left) {
    if (places?.has(id) === true) endTrial(stateFolder, id)
    else if (places !== undefined || trial === 'over') forgetSecrets(stateFolder, id)
  }
}

function trialOf(stateFolder: string, id: string): 'none' | 'goes on' | 'over' {
  const tried = readSecret(stateFolder, id, 'tried')
  if (tried === undefined) return 'none'
  const owner = processOfName(tried.trim())
  return owner !== undefined && isAlive(owner) ? 'goes on' : 'over'
}
