/** A bundle from one laptop to the other: only what differs, and not listed there before all of it was read there. */
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import type { CallContext, Handlers } from '../../../contract/handlers.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, type BundleFacts } from '../schemas.ts'
import { acceptBundle, dropBundle, pushBundle, receiveBundle, verifyBundle } from '../verbs.ts'
import { factsOf, isMeant, matching, parseBundle, view } from './find-bundles.ts'
import { sent, taskTitles } from './texts.ts'

interface Sending {
  readonly owner: Machine
  readonly bundle: string
  readonly to: string
}

export async function sendBundle(
  { reach, runTask }: Pick<AppParts, 'reach' | 'runTask'>,
  { owner, bundle, to }: Sending,
  call: CallContext,
): ReturnType<Handlers['bundlesSend']> {
  const getter = await reach.named(to)
  if (getter.name === owner.name) throw bundlesMessages.sameLaptop({ laptop: owner.label })
  const [here, there] = await Promise.all([matching(owner, parseBundle(bundle).name), factsOf(getter)])
  const going = here.find(({ head }) => isMeant(head.bundle, parseBundle(bundle)))
  if (going === undefined) throw bundlesMessages.noBundle({ bundle })
  const id = going.head.bundle
  if (going.isAway) throw bundlesMessages.putAway({ bundle: bundleText(id) })
  const known = there.find(({ head }) => bundleText(head.bundle) === bundleText(id))
  if (known?.proven?.isRight === false)
    throw bundlesMessages.damagedThere({ bundle: bundleText(id), place: getter.label })
  if (known !== undefined && known.head.digest !== going.head.digest)
    throw bundlesMessages.otherThere({ bundle: bundleText(id), laptop: getter.label })
  const since = findSince(here, there)
  const title = taskTitles.send(bundleText(id), getter.label)
  return runTask(call, { title, activity: sent }, async (options) => {
    if (known !== undefined && !known.isAway) {
      const facts = known.proven?.isRight === true ? known : await verifyThere(getter, id, options)
      return { bundle: view(getter, facts), how: 'there', sentBytes: 0 }
    }
    const { facts, sentBytes, how } = await move(owner, getter, { going, since }, options)
    return { bundle: view(getter, facts), how, sentBytes, ...(how === 'since' ? { since } : {}) }
  })
}

/** Nobody is told that it has what was never read there. */
async function verifyThere(machine: Machine, id: BundleId, options: CallOptions): Promise<BundleFacts> {
  const { wrongCount } = await machine.call(verifyBundle, id, options)
  if (wrongCount > 0) throw bundlesMessages.damagedThere({ bundle: bundleText(id), place: machine.label })
  const [facts] = await matching(machine, bundleText(id))
  if (facts === undefined) throw bundlesMessages.noBundle({ bundle: bundleText(id) })
  return facts
}

/** The newest version of which both have the files, and which was not found to be damaged there. */
export function findSince(here: readonly BundleFacts[], there: readonly BundleFacts[]): string | undefined {
  return here.find((one) => one.isAway === undefined && there.some((other) => isSame(one, other)))?.head.bundle.version
}

/** The same version, whose files are there, and were not found to be damaged. */
export function isSame(one: BundleFacts, other: BundleFacts): boolean {
  return (
    one.head.digest === other.head.digest &&
    bundleText(one.head.bundle) === bundleText(other.head.bundle) &&
    other.isAway === undefined &&
    other.proven?.isRight !== false
  )
}

interface Going {
  readonly going: BundleFacts
  /** A version that both have. */
  readonly since: string | undefined
}

interface Moved {
  readonly facts: BundleFacts
  readonly sentBytes: number
  readonly how: 'since' | 'whole'
}

/** What does not work out with what is there already is sent as a whole: a folder may stand where a file is to be. */
export async function move(
  owner: Machine,
  getter: Machine,
  { going, since }: Going,
  options: CallOptions,
): Promise<Moved> {
  if (since === undefined) return { ...(await moveOnce(owner, getter, { going, since }, options)), how: 'whole' }
  try {
    return { ...(await moveOnce(owner, getter, { going, since }, options)), how: 'since' }
  } catch (thrown) {
    if (!['transfer-failed', 'not-verified'].includes(toAppError(thrown).code)) throw thrown
    return { ...(await moveOnce(owner, getter, { going, since: undefined }, options)), how: 'whole' }
  }
}

async function moveOnce(
  owner: Machine,
  getter: Machine,
  { going, since }: Going,
  options: CallOptions,
): Promise<Omit<Moved, 'how'>> {
  const wanted = { ...going.head.bundle, ...(since === undefined ? {} : { since }) }
  const { operationId, ticket } = await getter.call(receiveBundle, wanted, { signal: options.signal })
  try {
    const { sentBytes } = await owner.call(pushBundle, { ...wanted, ticket }, options)
    const facts = await getter.call(acceptBundle, { operationId, digest: going.head.digest }, options)
    return { facts, sentBytes }
  } catch (thrown) {
    // A laptop that cannot be reached clears up when its agent starts next.
    await getter.call(dropBundle, { operationId }).catch(() => undefined)
    throw thrown
  }
}
