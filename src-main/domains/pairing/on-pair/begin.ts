/** Sets both laptops up. Each piece can be done again, so what was broken off is begun anew. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { freeName } from '../../../commons/laptop/identity-name.ts'
import type { AgreedTarget, PairingFinding } from '../../../contract/pairing-calls.ts'
import type { Wording } from '../../../contract/wording.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { keyFingerprint } from '../../../machine/person-shell/key-fingerprint.ts'
import type { CallOptions } from '../../../machine/machine.ts'
import type { Examined, PackedPackage, Peer, Prepared } from '../requests.ts'
import { askRoot, runAsRoot } from './ask-root.ts'
import { forgetBegun, noteBegun } from './leave.ts'
import { findingsAlone, findingsOn, hasHomeAsFolder, packageWork } from './findings.ts'
import type { OpenLaptop, OpenLaptops, WayToLaptop } from './open-laptops.ts'
import {
  dropPackage,
  finishPackages,
  installPackage,
  keepPackage,
  startAppHere,
  startAppThere,
  updateLists,
} from './scripts.ts'
import * as texts from './texts.ts'

interface Doing extends CallOptions {
  readonly wording: Wording
}

const steps = 8

export async function begin(
  laptops: OpenLaptops,
  way: WayToLaptop & Pick<AgreedTarget, 'fingerprint'>,
  doing: Doing,
): Promise<void> {
  const { here, there } = laptops
  await refuseWhatCannotBe(laptops)
  const tell = counted(doing)
  if (packageWork(here.probe, there.probe) !== 'nothing') await bringPackage(laptops, doing, tell)
  tell(3, texts.work.prepare)
  const names = namesFor(await examine(here, doing), await examine(there, doing))
  const ownSide = await prepare(here, names.here, doing)
  const otherWay = { name: there.name, address: way.address, port: way.port }
  await noteBegun({ ...otherWay, fingerprint: way.fingerprint })
  const otherSide = await prepare(there, names.there, doing)
  if (!otherSide.hostKeys.some((key) => keyFingerprint(blobOf(key)) === way.fingerprint))
    throw new AppError({ code: 'host-key-changed', ...texts.otherHostKeys })
  tell(5, texts.work.join(there.name))
  await join(there, { ...peerOf(ownSide), address: addressOfHere(laptops) }, doing)
  tell(6, texts.work.join(here.name))
  await join(here, { ...peerOf(otherSide), address: way.address, port: way.port }, doing)
  await forgetBegun()
  for (const laptop of [there, here]) if (hasHomeAsFolder(laptop.probe)) await agreeToHome(laptop, doing)
  tell(7, texts.work.start)
  await start(there, startAppThere, doing)
  await start(here, startAppHere, doing)
  tell(steps, texts.work.start)
}

/** The same for this laptop alone. */
export async function beginAlone(here: OpenLaptop, doing: Doing): Promise<void> {
  refuse(findingsAlone(here.probe))
  await askRoot(here, { kind: 'alone', person: here.probe.user }, { ...doing, answer: 'joined' })
  if (hasHomeAsFolder(here.probe)) await agreeToHome(here, doing)
  await start(here, startAppHere, doing)
}

async function refuseWhatCannotBe(laptops: OpenLaptops): Promise<void> {
  refuse(await findingsOn(laptops))
}

function refuse(found: readonly PairingFinding[]): void {
  const refused = found.find(({ verdict }) => verdict === 'refused')
  if (refused !== undefined) throw new AppError({ code: 'blocked', ...texts.blocked(refused.text, refused.hint) })
}

type Tell = (done: number, current: string) => void

function counted({ onProgress, signal }: CallOptions): Tell {
  return (done, current) => {
    signal?.throwIfAborted()
    onProgress?.({ done, total: steps, unit: 'steps', current })
  }
}

async function bringPackage({ here, there }: OpenLaptops, doing: Doing, tell: Tell): Promise<void> {
  tell(0, texts.work.pack)
  const packed = await askRoot(here, { kind: 'pack', person: here.probe.user }, { ...doing, answer: 'packed' })
  try {
    tell(1, texts.work.send(there.name))
    const kept = await there.shell.run(keepPackage, { input: Readable.from(withSum(packed)), signal: doing.signal })
    if (kept.exitCode !== 0)
      throw new AppError({ code: 'transfer-failed', ...texts.notSent(there.name), details: kept.stderr })
    tell(2, texts.work.install(there.name))
    await install(there)
  } finally {
    // Where the connection is lost, what was sent stays until pairing is done again.
    await there.shell.run(dropPackage).catch(() => undefined)
  }
}

async function* withSum({ file, sha256 }: PackedPackage): AsyncGenerator<string | Buffer> {
  yield `${sha256}\n`
  yield* createReadStream(file) as AsyncIterable<Buffer>
}

/** Lists of packages may be old or missing, and packages left half-way: then once more. Not stopped half-way: apt is not to be torn. */
async function install(there: OpenLaptop): Promise<void> {
  const first = await runAsRoot(there, installPackage)
  if (first.exitCode === 0) return
  await runAsRoot(there, finishPackages)
  await runAsRoot(there, updateLists)
  const { exitCode, stderr, stdout } = await runAsRoot(there, installPackage)
  if (exitCode === 0) return
  const details = `${stdout}${stderr}`.slice(-4_000)
  throw new AppError({ code: 'packages-failed', ...texts.notInstalled(there.name), details })
}

async function examine(laptop: OpenLaptop, doing: Doing): Promise<KnownBy> {
  const request = { kind: 'examine', person: laptop.probe.user } as const
  return { hostName: laptop.name, ...(await askRoot(laptop, request, { ...doing, answer: 'examined' })) }
}

interface KnownBy extends Pick<Examined, 'name' | 'remembers'> {
  readonly hostName: string
}

/**
 * By which each is known from now on. One that has an identity keeps it, however it is called; another one gets no name under which
 * the other laptop remembers somebody else, such as the one that it takes the place of.
 */
export function namesFor(here: KnownBy, there: KnownBy): { readonly here: string; readonly there: string } {
  if (here.name !== undefined && here.name === there.name)
    throw new AppError({ code: 'blocked', ...texts.sameIdentity(here.name) })
  const nameOf = (own: KnownBy, other: KnownBy, taken: readonly string[]): string => {
    const others = other.remembers.filter((name) => !own.remembers.includes(name))
    return own.name ?? freeName(own.hostName, [...others, ...taken])
  }
  const first = nameOf(here, there, [there.name ?? there.hostName])
  return { here: first, there: nameOf(there, here, [first]) }
}

function prepare(laptop: OpenLaptop, name: string, doing: Doing): Promise<Prepared> {
  return askRoot(laptop, { kind: 'prepare', person: laptop.probe.user, name }, { ...doing, answer: 'prepared' })
}

async function agreeToHome(laptop: OpenLaptop, doing: Doing): Promise<void> {
  await askRoot(laptop, { kind: 'home', person: laptop.probe.user }, { ...doing, answer: 'home-agreed' })
}

async function join(laptop: OpenLaptop, peer: Peer, doing: Doing): Promise<void> {
  await askRoot(laptop, { kind: 'join', person: laptop.probe.user, peer }, { ...doing, answer: 'joined' })
}

function peerOf({ name, hostName, appKey, hostKeys, sshPort }: Prepared): Omit<Peer, 'address'> {
  return { name, hostName, appKey, hostKeys, port: sshPort }
}

/** As the other laptop's sshd sees it. */
function addressOfHere({ there }: OpenLaptops): string {
  const [address] = (there.probe.connection ?? '').split(' ')
  if (address === undefined || address === '')
    throw new AppError({ code: 'unreadable-answer', ...texts.cannotLook, details: 'SSH_CONNECTION' })
  return address
}

async function start(laptop: OpenLaptop, script: typeof startAppHere, { signal }: Doing): Promise<void> {
  const { exitCode, stderr } = await laptop.shell.run(script, { signal })
  if (exitCode !== 0) throw new AppError({ code: 'tool-failed', ...texts.notStarted(laptop.name), details: stderr })
}

const blobOf = (key: string): Buffer => Buffer.from(key.split(' ')[1] ?? '', 'base64')
