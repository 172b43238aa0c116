import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Parsed } from '../../../../contract/define.ts'
import { answer } from '../../../../machine/machine.ts'
import { writeDurably } from '../../../../tools/files/durable-file.ts'
import {
  installFlatpak,
  markFlatpak,
  removeFlatpak,
  updateFlatpak,
  addRemote,
  removeRemote,
} from '../../../../tools/flatpak/flatpak-changes.ts'
import {
  activeCommit,
  overridesFolder,
  keysOfRemote,
  listRemotes,
  ofEverybody,
} from '../../../../tools/flatpak/flatpak-lists.ts'
import type { Outcome } from '../../../../tools/outcome.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { rememberFailures } from '../../on-machine/program-failures.ts'
import type { Failure } from '../../program-failure.ts'
import type { Override, Remote, Received } from '../model.ts'
import { applyFlatpaks } from '../verbs.ts'
import { captureHere } from './answer-capture.ts'
import { showKeys } from '../../../../tools/gpg.ts'
import { groupBy } from '../../../../kernel/group-by.ts'
import { isOstreeInstalled, pullPacked } from '../../../../tools/flatpak/ostree.ts'
import { listPacked, packedIn, flatpakTransfers } from './packed-repository.ts'

type Order = Parsed<typeof applyFlatpaks>

interface Task {
  /** What it is about, as it is told. */
  readonly what: string
  readonly act: () => Promise<Outcome>
}

export const answerApply = answer(applyFlatpaks, async (order, context) => {
  const failures: Failure[] = []
  const tasks = await tasksOf(order, context.host.stateFolder, { signal: context.signal })
  for (const [index, { what, act }] of tasks.entries()) {
    context.report({ done: index, total: tasks.length, unit: 'steps', current: what })
    const { isDone, words } = await act()
    if (!isDone) failures.push({ what, words })
  }
  rememberFailures(context.host.stateFolder, 'flatpak', failures)
  await rm(flatpakTransfers.receiveFolder, { recursive: true, force: true })
  return { done: tasks.length - failures.length, failures }
})

/** What is not done yet. Sources first, and what goes last: it may be what something else was waiting for. */
async function tasksOf(order: Order, stateFolder: string, options: RunOptions): Promise<readonly Task[]> {
  const now = await captureHere(options)
  const there = new Set(now.flatpaks.map(({ ref }) => ref))
  const remotes = new Set(now.remotes.map(({ name }) => name))
  const pulled = pullOnce(order.received, options)
  const marksOf = (kind: 'mask' | 'pin', wanted: readonly string[], known: readonly string[]) =>
    wanted
      .filter((pattern) => !known.includes(pattern))
      .map((pattern) => ({ what: pattern, act: () => markFlatpak(kind, pattern, options) }))
  return [
    ...order.remotes
      .filter(({ name }) => !remotes.has(name))
      .map((remote) => ({ what: remote.name, act: () => addTrusted(remote, stateFolder, options) })),
    ...order.install
      .filter(({ ref }) => !there.has(ref))
      .map((wanted) => ({
        what: wanted.ref,
        act: () => fromEither(wanted.ref, pulled, (isPulled) => installFlatpak({ ...wanted, isPulled }, options)),
      })),
    ...order.update
      .filter(({ ref, commit }) => now.flatpaks.some((one) => one.ref === ref && one.commit !== commit))
      .map(({ ref }) => ({ what: ref, act: () => update(ref, pulled, options) })),
    ...order.overrides.map((one) => ({ what: one.name, act: () => writeOverride(one) })),
    ...marksOf('mask', order.masks, now.masks),
    ...marksOf('pin', order.pins, now.pins),
    ...order.remove
      .filter((ref) => there.has(ref))
      .map((ref) => ({ what: ref, act: () => removeFlatpak(ref, options) })),
  ]
}

type Pulled = () => Promise<ReadonlySet<string>>

/** Once the sources are there by whose keys it is proven. */
function pullOnce(received: Order['received'], options: RunOptions): Pulled {
  let pulling: ReturnType<Pulled> | undefined
  return () => (pulling ??= pullReceived(received, options))
}

/** Of its source only where it was not received, or something that it needs was not. */
async function fromEither(ref: string, pulled: Pulled, act: (isPulled: boolean) => Promise<Outcome>): Promise<Outcome> {
  const received = (await pulled()).has(ref) ? await act(true) : undefined
  return received?.isDone === true ? received : act(false)
}

/** The program ends well, too, where its remote did not answer. */
async function update(ref: string, pulled: Pulled, options: RunOptions): Promise<Outcome> {
  const before = await activeCommit(ref)
  return fromEither(ref, pulled, async (isPulled) => {
    const tried = await updateFlatpak({ ref, isPulled }, options)
    return { ...tried, isDone: tried.isDone && (await activeCommit(ref)) !== before }
  })
}

async function writeOverride({ name, text }: Override): Promise<Outcome> {
  await mkdir(overridesFolder, { recursive: true })
  // Every person's apps read it, whatever may be read of what the agent makes.
  await chmod(overridesFolder, 0o755)
  writeDurably(path.join(overridesFolder, name), text, 0o644)
  return { isDone: true, words: '' }
}

/**
 * By the keys that were agreed to alone, and only one that asks for signatures. One that came without its keys goes again:
 * the program keeps it even where it could not read them.
 */
async function addTrusted(remote: Remote, stateFolder: string, options: RunOptions): Promise<Outcome> {
  const agreed = remote.keys.map(({ fingerprint }) => fingerprint).sort()
  const keyring = Buffer.from(remote.keyring, 'base64')
  const isAgreed = agreed.length > 0 && (await fingerprintsIn(keyring, options)).join() === agreed.join()
  if (!remote.isSigned || remote.hasPassword || !isAgreed) return { isDone: false, words: '' }
  const folder = path.join(stateFolder, 'flatpak')
  const keysFile = path.join(folder, 'keys.gpg')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(keysFile, keyring, { mode: 0o600 })
  const { words } = await addRemote({ ...remote, keysFile }, options)
  await rm(keysFile, { force: true })
  const trusted = keysOfRemote(remote.name)
  if (trusted !== undefined && (await fingerprintsIn(trusted, options)).join() === agreed.join())
    return { isDone: true, words: '' }
  await removeRemote(remote.name, options)
  return { isDone: false, words }
}

async function fingerprintsIn(keyring: Uint8Array, options: RunOptions): Promise<readonly string[]> {
  return (await showKeys(keyring, options)).map(({ fingerprint }) => fingerprint).sort()
}

/**
 * What of that was received is proven by a key of its remote, and can be installed: of each remote as a whole, or not. The remote
 * is the one here with the collection that it is packed of, else the one that the person was shown. Whatever is packed under the
 * name of another ref is refused: a commit says of which ref it is (ostree-pull-local(1), seen on 2022.7 to 2025.2).
 */
async function pullReceived(received: readonly Received[], options: RunOptions): Promise<ReadonlySet<string>> {
  if (!isOstreeInstalled()) return new Set()
  const repository = packedIn(flatpakTransfers.receiveFolder)
  const remotes = await listRemotes(ofEverybody, options)
  const named = new Map(received.map(({ ref, remote }) => [ref, remote]))
  const found = (await listPacked(repository)).flatMap(({ ref, collection }) => {
    const remote =
      remotes.find((one) => collection !== undefined && one.collection === collection) ??
      remotes.find(({ name }) => name === named.get(ref))
    return remote === undefined ? [] : [{ ref, remote: remote.name }]
  })
  const pulled = new Set<string>()
  for (const [remote, packed] of groupBy(found, (one) => one.remote)) {
    const refs = packed.map(({ ref }) => ref)
    const { isDone } = await pullPacked({ repository, remote, refs }, options)
    if (isDone) for (const ref of refs) pulled.add(ref)
  }
  return pulled
}
