/** Bundles go from a laptop or from a place. The last one that is known, and several at once, go only when that was said. */
import { randomUUID } from 'node:crypto'
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import type { CallContext, Handlers } from '../../../contract/handlers.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, unreadableDigest, type BundleFacts, type NamedContents } from '../schemas.ts'
import {
  deleteBundle,
  deleteBundleAt,
  doubtPlaceOfBundle,
  listBundlesAt,
  readBundleElsewhere,
  verifyBundle,
} from '../verbs.ts'
import { factsOf, isMeant, matching, parseBundle } from './find-bundles.ts'
import { removed, taskTitles } from './texts.ts'

type Tools = Pick<AppParts, 'reach' | 'runTask'>

interface Going {
  readonly machine: Machine
  readonly bundle: string
  readonly force: boolean
}

const activity = ({ deleted }: { readonly deleted: readonly BundleId[] }) => removed(deleted)
const newOperation = (): string => `bundle-${randomUUID()}`

export async function deleteBundles(
  tools: Tools,
  { machine, bundle, force }: Going,
  call: CallContext,
): ReturnType<Handlers['bundlesDelete']> {
  const going = await matching(machine, bundle)
  const remove = (first: (options: CallOptions) => Promise<void> = () => Promise.resolve()) =>
    tools.runTask(call, { title: taskTitles.remove(bundle), activity }, async (options) => {
      await first(options)
      const deleted: BundleId[] = []
      for (const { head } of going) {
        await machine.call(deleteBundle, head.bundle, options)
        deleted.push(head.bundle)
      }
      return { laptop: machine.name, deleted }
    })
  if (force) return remove()
  const [facts] = requireOne(bundle, going)
  if (facts === undefined) return remove()
  // Both reserved: the other laptop may be about to put it away, or to delete it, because it is here.
  const operationId = newOperation()
  return withLock(machine, operationId, async () => {
    const [witness] = await findWitnesses(tools, machine, facts)
    if (witness === undefined) return remove((options) => requireElsewhere({ machine, facts }, options))
    return withLock(witness, operationId, () =>
      remove((options) => requireElsewhere({ machine, facts, witness }, options)),
    )
  })
}

interface GoingAt extends Going {
  readonly place: string
  readonly digest?: string | undefined
}

export async function deleteAtPlace(
  tools: Tools,
  { machine, place, bundle, digest: looked, force }: GoingAt,
  call: CallContext,
): ReturnType<Handlers['bundlesDeleteAt']> {
  const wanted = parseBundle(bundle)
  const { where, keepsAll, bundles } = await machine.call(listBundlesAt, { place })
  const named = bundles.filter(({ head }) => isMeant(head.bundle, wanted))
  const [going] = requireOne(bundle, named)
  if (going === undefined) throw bundlesMessages.noBundleThere({ bundle, place })
  const { bundle: id, digest } = going.head
  if (looked !== undefined && looked !== digest && digest !== unreadableDigest)
    throw bundlesMessages.otherThere({ bundle, laptop: place })
  if (keepsAll) throw bundlesMessages.keepsAll({ place })
  // It may be whole, and cannot be read there now.
  if (where.kind === 'registry' && digest === unreadableDigest)
    throw placesMessages.registryFails({ address: place, status: 500 })
  const { machines, missing } = await tools.reach.all()
  const [silent] = missing
  if (silent !== undefined) throw bundlesMessages.mayRely({ laptop: silent.laptop, place })
  // All reserved: none may put it away because it is there.
  return withLocks(machines, newOperation(), () =>
    tools.runTask(call, { title: taskTitles.removeAt(bundle, place), activity }, async (options) => {
      if (!force) await requireOnLaptop(machines, going.head, options)
      // First: nothing counts on it from now on, whatever becomes of it.
      for (const one of machines) await one.call(doubtPlaceOfBundle, { bundle: id, digest, where }, options)
      await machine.call(deleteBundleAt, { place, bundle: id, digest }, options)
      return { place, deleted: [id] }
    }),
  )
}

function withLocks<T>(machines: readonly Machine[], operationId: string, work: () => Promise<T>): Promise<T> {
  const [first, ...rest] = machines
  return first === undefined ? work() : withLock(first, operationId, () => withLocks(rest, operationId, work))
}

/** AppError "needs-answers". */
function requireOne(name: string, going: readonly BundleFacts[]): readonly BundleFacts[] {
  if (going.length > 1) throw bundlesMessages.severalVersions({ name, count: going.length })
  return going
}

/** By its name too: what is put away under one comes back under no other. */
const hasIt =
  ({ bundle, digest }: NamedContents) =>
  ({ head, proven }: BundleFacts): boolean =>
    proven?.isRight === true &&
    bundleText(head.bundle) === bundleText(bundle) &&
    [head.digest, unreadableDigest].includes(digest)

/** Other laptops that have it. AppError "needs-answers" where it is nowhere else. */
async function findWitnesses(
  { reach }: Tools,
  machine: Machine,
  { head, elsewhere }: BundleFacts,
): Promise<readonly Machine[]> {
  const { machines } = await reach.all()
  const others = machines.filter(({ name }) => name !== machine.name)
  const witnesses = await whoHas(others, head)
  if (witnesses.length === 0 && Object.keys(elsewhere?.places ?? {}).length === 0)
    throw bundlesMessages.onlyOne({ bundle: bundleText(head.bundle) })
  return witnesses
}

interface LastHere {
  readonly machine: Machine
  readonly facts: BundleFacts
  /** Another laptop that has it, reserved too. */
  readonly witness?: Machine
}

/**
 * What stays is read first, where that can be: a record of long ago tells nothing of today. A place that is not connected counts by its record.
 * AppError "needs-answers".
 */
async function requireElsewhere({ machine, facts, witness }: LastHere, options: CallOptions): Promise<void> {
  const { head, isAway, elsewhere } = facts
  const { read, damaged } = await readOn(witness === undefined ? [] : [witness], head, options)
  if (read !== undefined) return
  // Its files are not here, or nobody knows which they are: then nothing can be compared with what a place has.
  if ((isAway === true || head.digest === unreadableDigest) && Object.keys(elsewhere?.places ?? {}).length > 0) return
  const places = await machine.call(readBundleElsewhere, head.bundle, options)
  if (places.place !== undefined || places.away.length > 0) return
  const all = [...damaged, ...places.damaged]
  throw bundlesMessages.onlyOne({ bundle: bundleText(head.bundle), ...(all.length === 0 ? {} : { damaged: all }) })
}

/** What was proven of other places may be old, and they may be gone: that is the person's to say. AppError "needs-answers". */
async function requireOnLaptop(machines: readonly Machine[], head: NamedContents, options: CallOptions): Promise<void> {
  const { read, damaged } = await readOn(machines, head, options)
  if (read !== undefined) return
  const bundle = bundleText(head.bundle)
  throw bundlesMessages.onlyOne({ bundle, ...(damaged.length === 0 ? {} : { damaged: [...damaged] }) })
}

interface ReadOnLaptops {
  /** One that has all of it. */
  readonly read: Machine | undefined
  readonly damaged: readonly string[]
}

/** All that they have is read there now, until one has it. */
async function readOn(machines: readonly Machine[], head: NamedContents, options: CallOptions): Promise<ReadOnLaptops> {
  const damaged: string[] = []
  for (const machine of await whoHas(machines, head)) {
    const { wrongCount } = await machine.call(verifyBundle, head.bundle, options)
    if (wrongCount === 0) return { read: machine, damaged }
    damaged.push(machine.label)
  }
  return { read: undefined, damaged }
}

async function whoHas(machines: readonly Machine[], head: NamedContents): Promise<readonly Machine[]> {
  const asked = await askEach({ machines, missing: [] }, async (machine) =>
    (await factsOf(machine)).some(hasIt(head)) ? [machine] : [],
  )
  return asked.answers.flat()
}
