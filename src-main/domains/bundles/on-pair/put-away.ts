/**
 * A bundle leaves this laptop when a disk has it, or the other laptop, which is reserved meanwhile: it must not let go of its own at the
 * same time because this one has it. It comes back from a disk that is connected, else from the other laptop.
 */
import { randomUUID } from 'node:crypto'
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import type { CallContext, Handlers } from '../../../contract/handlers.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, type BundleFacts } from '../schemas.ts'
import { bringBundleBack as bringBack, putBundleAway as putAway, verifyBundle } from '../verbs.ts'
import { factsOf, matching, parseBundle, view } from './find-bundles.ts'
import { findSince, isSame, move } from './send-bundle.ts'
import { away, fetched, taskTitles } from './texts.ts'

type Tools = Pick<AppParts, 'reach' | 'runTask'>

interface Wanted {
  readonly machine: Machine
  /** Without a version the newest. */
  readonly bundle: string
}

export async function putBundleAway(
  { reach, runTask }: Tools,
  { machine, bundle }: Wanted,
  call: CallContext,
): ReturnType<Handlers['bundlesPutAway']> {
  const facts = await newest(machine, bundle)
  const id = facts.head.bundle
  const operationId = `bundle-${randomUUID()}`
  const title = taskTitles.putAway(bundleText(id), machine.label)
  return runTask(call, { title, activity: away }, (options) =>
    withLock(machine, operationId, async () => {
      const damaged: string[] = []
      const ask = async (laptop?: { readonly name: string; readonly digest: string; readonly at: string }) => {
        const wanted = { operationId, bundle: id, ...(laptop === undefined ? {} : { laptop }) }
        const done = await machine.call(putAway, wanted, options)
        const all = [...damaged, ...done.damaged]
        return {
          ...{ bundle: view(machine, done.facts), staysOn: done.staysOn },
          ...(all.length === 0 ? {} : { damaged: all }),
        }
      }
      const [other] = (await whoHas(reach, machine, facts)).owners
      if (other === undefined) return ask()
      return withLock(other.machine, operationId, async () => {
        // Again: nobody else lets go of it from now on, and all of it is read there first.
        if ((await find(other.machine, facts)) === undefined) return ask()
        const { wrongCount } = await other.machine.call(verifyBundle, id, options)
        if (wrongCount > 0) damaged.push(other.machine.name)
        const there = await find(other.machine, facts)
        if (there?.proven?.isRight !== true) return ask()
        return ask({ name: other.machine.name, digest: there.head.digest, at: there.proven.at })
      })
    }),
  )
}

export async function bringBundleBack(
  { reach, runTask }: Tools,
  { machine, bundle }: Wanted,
  call: CallContext,
): ReturnType<Handlers['bundlesBringBack']> {
  const facts = await newest(machine, bundle)
  const title = taskTitles.bringBack(bundleText(facts.head.bundle), machine.label)
  return runTask(call, { title, activity: fetched }, async (options) => {
    const answer = await machine.call(bringBack, facts.head.bundle, options)
    if (answer.how === 'there') return { bundle: view(machine, answer.facts), damaged: [] }
    const { damaged } = answer
    if (answer.how === 'fetched') return { bundle: view(machine, answer.facts), from: answer.from, damaged }
    return fetchFromLaptop(reach, { machine, facts, tried: answer }, options)
  })
}

async function newest(machine: Machine, bundle: string): Promise<BundleFacts> {
  parseBundle(bundle)
  const [found] = await matching(machine, bundle)
  if (found === undefined) throw bundlesMessages.noBundle({ bundle })
  return found
}

const find = async (machine: Machine, facts: BundleFacts): Promise<BundleFacts | undefined> =>
  (await factsOf(machine)).find((one) => isSame(facts, one))

interface Owner {
  readonly machine: Machine
  readonly all: readonly BundleFacts[]
  readonly going: BundleFacts
}

interface Answered {
  readonly owners: readonly Owner[]
  /** Names of laptops of which nothing is known now. */
  readonly silent: readonly string[]
}

/** Other laptops that have its files. */
async function whoHas(reach: Tools['reach'], machine: Machine, facts: BundleFacts): Promise<Answered> {
  const { machines, missing } = await reach.all()
  const others = machines.filter(({ name }) => name !== machine.name)
  const asked = await askEach({ machines: others, missing }, async (other) => {
    const all = await factsOf(other)
    const going = all.find((one) => isSame(facts, one))
    return going === undefined ? [] : [{ machine: other, all, going }]
  })
  return { owners: asked.answers.flat(), silent: asked.missing.map(({ laptop }) => laptop) }
}

interface Fetch {
  readonly machine: Machine
  readonly facts: BundleFacts
  readonly tried: { readonly damaged: readonly string[]; readonly notReached: readonly string[] }
}

async function fetchFromLaptop(
  reach: Tools['reach'],
  { machine, facts, tried }: Fetch,
  options: CallOptions,
): ReturnType<Handlers['bundlesBringBack']> {
  const damaged = [...tried.damaged]
  const mine = await factsOf(machine)
  const { owners, silent } = await whoHas(reach, machine, facts)
  for (const owner of owners) {
    const wanted = { going: owner.going, since: findSince(owner.all, mine) }
    try {
      const moved = await move(owner.machine, machine, wanted, options)
      return { bundle: view(machine, moved.facts), from: owner.machine.name, damaged }
    } catch (thrown) {
      if (toAppError(thrown).code !== 'not-verified') throw thrown
      damaged.push(owner.machine.name)
    }
  }
  const laptops = Object.keys(facts.elsewhere?.laptops ?? {})
  const gone = laptops.filter((name) => !silent.includes(name) && !damaged.includes(name))
  throw bundlesMessages.notFetched({
    bundle: bundleText(facts.head.bundle),
    damaged: [...damaged, ...gone],
    silent: [...tried.notReached, ...laptops.filter((name) => silent.includes(name))],
  })
}
