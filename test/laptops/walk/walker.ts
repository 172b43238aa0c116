/** A walk: switches to and fro, what people and programs do on both laptops in between, and what goes wrong. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Host } from '../../../practice/layout.ts'
import type { BytePath } from '../../../src-main/kernel/byte-path.ts'
import type { Proof } from '../../../src-main/contract/switch-state.ts'
import { createRandom, type Random } from '../../random.ts'
import { createWorker } from '../../real/random-work.ts'
import { shellOn } from '../../laptops-agents.ts'
import { pcSwitcher, status, switchState, switchTo } from '../../laptops-product.ts'
import {
  commonBase,
  faults,
  homeFolders,
  homeItemOf,
  isInSnapshot,
  makeFault,
  planAndAnswer,
  startSwitch,
  stopsPeople,
  waitForEnd,
  type Answer,
  type Ended,
} from './drive-switch.ts'
import { isSame, rememberedAfter, wrongWith, type Remembered, type Switched } from './model.ts'
import { listHome, type Fact, type Listing } from './list-home.ts'
import { neverPaths } from './never-paths.ts'
import { closeSubvolume, giveNamesBack, openSubvolumes, renameLaptop } from './laptop-changes.ts'
import { changeMeanwhile, walkWork } from './walk-work.ts'

const roots = ['walk', 'alice/Documents/walk']
const stepPatienceMs = 280_000
const changesMeanwhile = 10
const workAtFirst = 120
/** Switches before the one that failed. */
const stepsShown = 1
const otherOf = (host: Host): Host => (host === 'p17' ? 'xps' : 'p17')

export interface Walker {
  /** One verified switch, whatever it took. Throws with all that was done when something is not as it must be. */
  step(index: number): Promise<void>
  /** Both laptops are called again what they were. */
  end(): Promise<void>
}

/** The switch ended, and the homes are not what they must be. The walk can go on from what they are. */
export class WrongAfterSwitch extends Error {}

interface Memory {
  /** The laptop that has the work. */
  holder: Host
  readonly bases: Map<string, Readonly<Record<Host, Remembered>>>
  /** Which record of a base that is. */
  record: string
}

export async function beginWalk(seed: number): Promise<Walker> {
  await Promise.all((['p17', 'xps'] as const).map(makeSmall))
  const random = createRandom(seed)
  const { p17: home } = await homeFolders()
  for (const root of roots) createWorker(`${home}/${root}`, random, walkWork(random)).work(workAtFirst)
  const first = await switchTo('p17', 'xps')
  if (first.exitCode !== 0)
    throw new Error(`the first switch failed: ${first.stderr} ${JSON.stringify(first.messages.at(-1))}`)
  const second = await switchTo('xps', 'p17')
  if (second.exitCode !== 0)
    throw new Error(`the way back failed: ${second.stderr} ${JSON.stringify(second.messages.at(-1))}`)
  const homes = await homeFolders()
  const facts = { p17: listHome(homes.p17), xps: listHome(homes.xps) }
  const base = await commonBase()
  const none = new Map<BytePath, never>()
  if (base === undefined) throw new Error('there is no base')
  const memory: Memory = { holder: 'p17', bases: new Map(), record: base.record }
  memory.bases.set(base.switchId, {
    p17: { facts: facts.p17, unknown: none },
    xps: { facts: facts.xps, unknown: none },
  })
  const told: string[] = []
  return {
    end: giveNamesBack,
    async step(index) {
      told.push(`switch ${index}`)
      const walk = new Walk(memory, createRandom(seed * 1_000 + index), told)
      try {
        await Promise.race([walk.run(), tooLong()])
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        const steps = told.slice(told.indexOf(`switch ${Math.max(0, index - stepsShown)}`))
        const Kind = error instanceof WrongAfterSwitch ? WrongAfterSwitch : Error
        throw new Kind(`seed ${seed}:\n  ${steps.join('\n  ')}\n${reason}`, { cause: error })
      }
    },
  }
}

async function tooLong(): Promise<never> {
  await wait(stepPatienceMs, undefined, { ref: false })
  throw new Error('takes too long')
}

async function makeSmall(host: Host): Promise<void> {
  await shellOn(
    host,
    `cd /home/alice; rm -rf scratch projects Pictures Videos Music Downloads Desktop odd; mkdir -p /home/walk /home/alice/Documents/walk
    rm -f /var/lib/libvirt/images/*.qcow2`,
  )
}

/** What was done by hand while a switch was under way. */
interface Meanwhile {
  readonly own: Map<BytePath, Fact | undefined>
  readonly touched: Set<BytePath>
  readonly left: Set<BytePath>
  readonly later: Listing[]
}

class Walk {
  readonly told: string[]
  readonly #memory: Memory
  readonly #random: Random

  constructor(memory: Memory, random: Random, told: string[]) {
    this.#memory = memory
    this.#random = random
    this.told = told
  }

  async run(): Promise<void> {
    const random = this.#random
    if (random.below(6) === 0) this.told.push(await renameLaptop(random.pick(['p17', 'xps'] as const) ?? 'p17', random))
    const from = random.below(6) === 0 ? otherOf(this.#memory.holder) : this.#memory.holder
    await this.#work(from, random.below(40))
    await this.#work(otherOf(from), random.below(25))
    for (let way = from, tries = 0; ; tries++) {
      const next = await this.#switch(way, tries < 2 && random.below(3) === 0)
      if (next === undefined) return
      way = next
    }
  }

  /** Undefined when it ended verified; otherwise from where it is tried again. */
  async #switch(from: Host, isDisturbed: boolean): Promise<Host | undefined> {
    const random = this.#random
    const to = otherOf(from)
    let homes = await homeFolders()
    // It was overtaken by a switch the other way; until it is given up here, nothing else can be planned.
    if ((await switchState(from)).kind === 'interrupted') await this.#giveUp(from)
    const drawn = await planAndAnswer(from, to, random)
    const baseId = (await commonBase())?.switchId
    const base = baseId === undefined ? undefined : this.#memory.bases.get(baseId)
    if (base === undefined) throw new Error(`the base ${String(baseId)} is not known`)
    const before = { from: listHome(homes[from]), to: listHome(homes[to]) }
    this.told.push(`${from} to ${to}, base ${String(baseId)}, answers ${JSON.stringify([...drawn.home])}`)
    const meanwhile: Meanwhile = { own: new Map(), touched: new Set(), left: new Set(), later: [] }
    const switchId = await startSwitch(from, drawn)
    const fault = isDisturbed ? random.pick(faults) : undefined
    const isBusy = random.below(3) === 0 && !stopsPeople(fault)
    if (isBusy) this.told.push('both people go on working')
    if (fault !== undefined) this.told.push(fault)
    const faulty = fault === undefined ? Promise.resolve() : makeFault(fault, from, to, random)
    faulty.catch(() => undefined)
    let ended = await waitForEnd(from, () => {
      if (isBusy) this.#changeMeanwhile({ from: homes[from], to: homes[to] }, before, meanwhile)
    })
    await faulty
    // A laptop that started again has other processes.
    homes = await homeFolders()
    for (let resumed = 0; ended.kind === 'interrupted'; resumed++) {
      this.told.push(
        `interrupted by ${ended.by}: ${JSON.stringify(ended.error ?? ended.proof?.steps.flatMap(({ verification }) => verification.items.flatMap(({ differences }) => differences)) ?? '')}`,
      )
      if (resumed > 3) throw new Error(`cannot be finished: ${JSON.stringify(ended.error ?? ended.proof)}`)
      const candidate = await commonBase()
      if (candidate?.switchId === switchId && candidate.record !== this.#memory.record) {
        this.#memory.record = candidate.record
        this.#remember(
          switchId,
          this.#switched({ homes, from, to, before, meanwhile, base, drawn, proof: undefined }),
          from,
        )
      }
      await this.#workInBetween(from, to, homes, meanwhile)
      const choice = random.below(6)
      if (choice === 0 || choice === 1) {
        if (choice === 0) await this.#giveUp(from)
        this.told.push(choice === 0 ? 'given up, begun anew' : 'switched the other way instead')
        return choice === 0 ? from : to
      }
      ended = await this.#resume(random.below(3) === 0 ? to : from, from)
    }
    const switched = this.#switched({ homes, from, to, before, meanwhile, base, drawn, proof: ended.proof })
    this.#remember(switchId, switched, from)
    this.#memory.holder = to
    await this.#expectToldEnd(from, to, switchId)
    this.#check(switched, homes[to], ended.proof)
    return undefined
  }

  async #work(host: Host, times: number): Promise<void> {
    const homes = await homeFolders()
    for (const root of roots) {
      const place = `${homes[host]}/${root}`
      const worker = createWorker(place, this.#random, walkWork(this.#random))
      openSubvolumes(place)
      this.told.push(`${host} ${root}: ${worker.work(times).join(' ')}`)
      const closed = this.#random.below(3) === 0 ? closeSubvolume(place, this.#random) : undefined
      if (closed !== undefined) this.told.push(`${host} closed ${closed}`)
    }
  }

  #changeMeanwhile(
    homes: { readonly from: string; readonly to: string },
    before: { readonly from: Listing; readonly to: Listing },
    { own, left }: Meanwhile,
  ): void {
    if (this.#random.below(8) > 0 || own.size + left.size > changesMeanwhile) return
    if (this.#random.below(2) === 0) {
      for (const [path, fact] of changeMeanwhile(homes.from, before.from, this.#random)) {
        left.add(path)
        this.told.push(`left, ${new Date().toISOString()}: ${path} ${String(fact?.text)}`)
      }
    } else {
      for (const [path, fact] of changeMeanwhile(homes.to, before.to, this.#random)) {
        own.set(path, fact)
        this.told.push(`taken, ${new Date().toISOString()}: ${path} ${String(fact?.text)}`)
      }
    }
  }

  async #workInBetween(
    from: Host,
    to: Host,
    homes: Readonly<Record<Host, string>>,
    meanwhile: Meanwhile,
  ): Promise<void> {
    await wait(300)
    if (this.#random.below(2) === 0) {
      const before = listHome(homes[to])
      await this.#work(to, this.#random.below(6))
      const now = listHome(homes[to])
      for (const path of new Set([...before.keys(), ...now.keys()])) {
        const [was, is] = [before.get(path), now.get(path)]
        if (!isSame(was, is) || was?.inode !== is?.inode) meanwhile.own.set(path, is)
        else if (is?.kind === 'f' && was?.changed !== is.changed) meanwhile.touched.add(path)
      }
    }
    meanwhile.later.push(listHome(homes[from]))
    if (this.#random.below(2) === 0) {
      await this.#work(from, this.#random.below(6))
      meanwhile.later.push(listHome(homes[from]))
    }
  }

  async #giveUp(from: Host): Promise<void> {
    const told = await pcSwitcher(from, ['give-up'])
    if (told.exitCode !== 0) throw new Error(`cannot be given up: ${JSON.stringify(told.messages)}`)
  }

  async #resume(on: Host, from: Host): Promise<Ended> {
    this.told.push(`resumed on ${on}`)
    const told = await pcSwitcher(on, ['resume', '--yes'])
    const ended = await waitForEnd(from, () => undefined)
    if (told.exitCode === 0 && ended.kind !== 'done') throw new Error('resume ended with 0, and nothing is done')
    return ended
  }

  #switched({ homes, from, to, before, meanwhile, base, drawn, proof }: Ran): Switched {
    return {
      base: { from: base[from], to: base[to] },
      before,
      later: meanwhile.later,
      after: { from: listHome(homes[from]), to: listHome(homes[to]) },
      own: meanwhile.own,
      touched: meanwhile.touched,
      meanwhile: meanwhile.left,
      told: {
        answers: drawn.home,
        ...(proof === undefined ? { chosen: [], left: [], reasons: [], notes: [], verdict: '' } : homeItemOf(proof)),
      },
    }
  }

  #check(switched: Switched, home: string, proof: Proof): void {
    this.told.push(
      `ended ${switched.told.verdict}, chosen ${JSON.stringify(switched.told.chosen)}, left ${switched.told.reasons.join('; ')}, notes ${JSON.stringify(switched.told.notes)}`,
    )
    const wrong = [...wrongWith(switched)]
    if (!proof.verified) wrong.push('it is done, and not verified')
    wrong.push(...this.#notInSnapshot(switched, home, proof))
    if (wrong.length === 0) return
    throw new WrongAfterSwitch(`${wrong.length} things are wrong:\n${wrong.slice(0, 12).join('\n')}`)
  }

  /** Everything that was replaced or removed is in the snapshot from before. */
  #notInSnapshot({ before, after, own }: Switched, home: string, { snapshotId }: Proof): readonly string[] {
    if (snapshotId === undefined) return ['no snapshot was taken']
    const { isAside } = neverPaths([before.to])
    const gone = [...before.to].filter(
      ([path, fact]) => fact.kind === 'f' && !isAside(path) && !own.has(path) && !isSame(fact, after.to.get(path)),
    )
    return gone
      .slice(0, 30)
      .filter(([path, fact]) => !isInSnapshot(home, snapshotId, path, fact))
      .map(([path]) => `${JSON.stringify(path)}: was replaced, and is not in the snapshot ${snapshotId}`)
  }

  #remember(switchId: string, switched: Switched, from: Host): void {
    const { from: left, to: taken } = rememberedAfter(switched)
    this.#memory.bases.set(switchId, from === 'p17' ? { p17: left, xps: taken } : { p17: taken, xps: left })
  }

  async #expectToldEnd(from: Host, to: Host, switchId: string): Promise<void> {
    for (const host of [from, to]) {
      const { holder, openSwitch } = (await status(host)).overview
      if (openSwitch !== undefined) throw new Error(`${host} says that a switch is open`)
      if (holder.kind !== 'held' || holder.by !== to)
        throw new Error(`${host} says ${JSON.stringify(holder)} after ${switchId}`)
    }
  }
}

interface Ran {
  readonly homes: Readonly<Record<Host, string>>
  readonly from: Host
  readonly to: Host
  readonly before: { readonly from: Listing; readonly to: Listing }
  readonly meanwhile: Meanwhile
  readonly base: Readonly<Record<Host, Remembered>>
  readonly drawn: { readonly home: ReadonlyMap<string, Answer> }
  readonly proof: Proof | undefined
}
