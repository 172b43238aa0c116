/** Takes the pairing back: the other laptop first, so that a link that breaks leaves a pairing that can be taken back again. */
import { readFile } from 'node:fs/promises'
import { hostKeysOf } from '../../../commons/transfers/known-hosts.ts'
import { pairingSchema } from '../../../commons/transfers/pairing-file.ts'
import type { Wording } from '../../../contract/wording.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { fingerprintOf } from '../../../machine/person-shell/ssh-shell.ts'
import type { CallOptions } from '../../../machine/machine.ts'
import { places } from '../places.ts'
import { askRoot } from './ask-root.ts'
import type { OpenLaptop, Way } from './open-laptops.ts'
import { stopAppHere, stopAppThere } from './scripts.ts'
import * as texts from './texts.ts'

/** Where the other laptop was last, and the keys by which it is known. */
export async function readPeerWay(user: string): Promise<Way> {
  const [text, knownHosts] = await Promise.all(
    [places.pairing, places.knownHosts].map((file) => readFile(file, 'utf8')),
  ).catch((cause: unknown) => {
    throw new AppError({ code: 'not-paired', ...texts.notPairedHere, cause })
  })
  const { peer } = pairingSchema.parse(JSON.parse(text ?? ''))
  const keys = hostKeysOf(knownHosts ?? '')
  const fingerprints = keys.map((key) => fingerprintOf(Buffer.from(key, 'base64')))
  return { address: peer.address, port: peer.port, user, fingerprints }
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
