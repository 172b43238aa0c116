/** Takes the pairing back: the other laptop first, so that a link that breaks leaves a pairing that can be taken back again. */
import { readFile, chmod, rm, writeFile } from 'node:fs/promises'
import { hostKeysOf } from '../../../commons/transfers/known-hosts.ts'
import { pairingSchema, addressSchema, isAlonePairing } from '../../../commons/transfers/pairing-file.ts'
import type { Wording } from '../../../contract/wording.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { keyFingerprint } from '../../../machine/person-shell/key-fingerprint.ts'
import type { CallOptions } from '../../../machine/machine.ts'
import { places } from '../places.ts'
import { askRoot } from './ask-root.ts'
import type { OpenLaptop, WayToLaptop } from './open-laptops.ts'
import { stopAppHere, stopAppThere } from './scripts.ts'
import * as texts from './texts.ts'
import { z } from 'zod'

/** The way to the other laptop, written before anything is made there: a pairing that broke off can be taken back on both. */
const begunSchema = z.object({
  name: z.string(),
  address: addressSchema,
  port: z.number().int().min(1).max(65_535),
  /** Of its host key, as the person agreed to it. */
  fingerprint: z.string(),
})

export type Begun = z.infer<typeof begunSchema>

export async function noteBegun(begun: Begun, file: string = places.begun): Promise<void> {
  await writeFile(file, JSON.stringify(begun), { mode: 0o600 })
  await chmod(file, 0o600)
}

/** Undefined where none broke off, or it cannot be read. */
export async function readBegun(file: string = places.begun): Promise<Begun | undefined> {
  try {
    return begunSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}

export async function forgetBegun(file: string = places.begun): Promise<void> {
  await rm(file, { force: true })
}

/** Where the other laptop is looked for, and the keys by which it is known; also of a pairing that broke off. */
export async function readPeerWay(user: string, where: Places = places): Promise<WayToLaptop> {
  const known = (await readPaired(where)) ?? (await readBroken(where))
  if (known === undefined) throw new AppError({ code: 'not-paired', ...texts.notPairedHere })
  return { ...known, user }
}

type Places = Readonly<Record<'pairing' | 'knownHosts' | 'begun', string>>
type Known = Omit<WayToLaptop, 'user'>

async function readPaired({ pairing, knownHosts }: Places): Promise<Known | undefined> {
  const texts = await Promise.all([pairing, knownHosts].map((file) => readFile(file, 'utf8'))).catch(() => undefined)
  const [text, keys] = texts ?? []
  if (text === undefined || keys === undefined || isAlonePairing(text)) return undefined
  const { name, address, port, others = [] } = pairingSchema.parse(JSON.parse(text)).peer
  const fingerprints = hostKeysOf(keys).map((key) => keyFingerprint(Buffer.from(key, 'base64')))
  return { name, address, port, others, fingerprints }
}

async function readBroken({ begun }: Places): Promise<Known | undefined> {
  const known = await readBegun(begun)
  if (known === undefined) return undefined
  const { fingerprint, ...way } = known
  return { ...way, fingerprints: [fingerprint] }
}

interface Doing extends CallOptions {
  readonly wording: Wording
  readonly isHere: boolean
}

/** A laptop whose package is gone has nothing of root's left to ask. */
export async function leaveOn(laptop: OpenLaptop, { isHere, onProgress, ...doing }: Doing): Promise<void> {
  onProgress?.({ done: isHere ? 1 : 0, total: 2, unit: 'steps', current: texts.work.leave(laptop.name) })
  if (laptop.probe.version !== undefined || isHere)
    await askRoot(laptop, { kind: 'leave', person: laptop.probe.user }, { ...doing, answer: 'left' })
  await laptop.shell.run(isHere ? stopAppHere : stopAppThere)
}
