/** One history: people work on both laptops, and switch to and fro. After each switch everything on both is read and judged. */
import { existsSync } from 'node:fs'
import type { BytePath } from '../../../src-main/kernel/byte-path.ts'
import { forgetBases } from '../../../src-main/domains/home-sync/on-machine/memory/bases.ts'
import { frozenOfScan } from '../../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import { createRandom, type Random } from '../../random.ts'
import { listHome, type Fact, type Listing } from '../../laptops/walk/list-home.ts'
import {
  isSame,
  rememberedAfter,
  wrongWith,
  type Remembered,
  type Switched as Judged,
} from '../../laptops/walk/model.ts'
import { createFileWorker, type Worker } from './file-work.ts'
import { afterWork, contentsOf, isSaid, lostWork, notKept, rememberedWrongly, untold, type Contents } from './judge.ts'
import { namedIn, namesInNote } from '../../laptops/walk/told.ts'
import { makeSwitch, type Switched } from './make-switch.ts'
import { makeTwoLaptops, otherOf, type Cut, type Side, type TwoLaptops } from './two-laptops.ts'

const sides = ['p17', 'xps'] as const
const names: Readonly<Record<Side, readonly string[]>> = { p17: ['P17', 'P17 2'], xps: ['XPS 13', 'XPS 13 2'] }
const limits = [undefined, { files: 0, bytes: 0 }, { files: 1, bytes: 1_000 }] as const
const cutAtMost = 24
const cutsAtMost = 2
const wrongShown = 8

/** By a switch: what each laptop had when it was proven. */
type Bases = Map<string, Readonly<Record<Side, Remembered>>>

/** What was done since the plan was answered. */
interface Meanwhile {
  readonly own: Map<BytePath, Fact | undefined>
  readonly touched: Set<BytePath>
  readonly later: Listing[]
  theirs: Contents
}

interface Scanned {
  readonly switchId: string
  readonly scanId: string
  readonly work: Contents
}

export class History {
  readonly #laptops: TwoLaptops
  readonly #random: Random
  readonly #workers: Readonly<Record<Side, Worker>>
  readonly #told: string[] = []
  readonly #bases: Bases = new Map()
  /** Of each laptop, what it was before the last switch to it. */
  readonly #scanned: Partial<Record<Side, Scanned>> = {}
  /** Of each laptop, what was written there and is not on the other one yet. */
  readonly #written: Record<Side, Contents> = { p17: new Map(), xps: new Map() }
  #holder: Side = 'p17'

  constructor(seed: number) {
    this.#random = createRandom(seed)
    this.#laptops = makeTwoLaptops()
    const count = { next: 0 }
    const worker = (side: Side) => createFileWorker(`${this.#laptops[side].home}/alice`, side, this.#random, count)
    this.#workers = { p17: worker('p17'), xps: worker('xps') }
  }

  remove(): void {
    this.#laptops.remove()
  }

  /** Throws with all that was done when something is not as it must be. */
  async run(steps: number): Promise<void> {
    try {
      this.#workers.p17.begin()
      this.#written.p17 = contentsOf(this.#list('p17'))
      await this.#switch('p17')
      for (let step = 0; step < steps; step += 1) await this.#step()
      await this.#switch(this.#holder)
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
      throw new Error(`${this.#told.join('\n  ')}\n${reason}`, { cause: error })
    }
  }

  async #step(): Promise<void> {
    const random = this.#random
    const event = random.below(10)
    if (event < 6) this.#work(random.pick(sides) ?? 'p17', 1 + random.below(4))
    else if (event < 9) await this.#switch(random.below(5) === 0 ? otherOf(this.#holder) : this.#holder)
    else if (random.below(2) === 0) this.#rename(random.pick(sides) ?? 'p17')
    else this.#rollBack(this.#holder)
  }

  #work(side: Side, times: number): void {
    const before = this.#list(side)
    const done = Array.from({ length: times }, () => this.#workers[side].work())
    this.#written[side] = afterWork(this.#written[side], before, this.#list(side))
    this.#told.push(`${side}: ${done.join('; ')}`)
  }

  #rename(side: Side): void {
    const label = this.#random.pick(names[side]) ?? ''
    this.#laptops[side].rename(label)
    this.#told.push(`${side} is called ${label}`)
  }

  /** As it was before the last switch to it: by Undo, which is told, or by somebody's own hand. */
  #rollBack(side: Side): void {
    const scanned = this.#scanned[side]
    const { place, stateFolder } = this.#laptops[side]
    if (scanned === undefined || !existsSync(`${stateFolder}/home/scans/${scanned.scanId}/tree`)) return
    const { root, nested } = frozenOfScan(stateFolder, scanned.scanId)
    place.rollBackHome(root, nested)
    this.#written[side] = scanned.work
    const how = this.#random.pick(['undone', 'told', 'by hand'] as const) ?? 'told'
    if (how === 'undone') forgetBases(stateFolder, scanned.switchId)
    if (how === 'told') forgetBases(stateFolder)
    this.#told.push(`${side} rolled back, ${how}`)
  }

  #list(side: Side): Listing {
    return listHome(this.#laptops[side].home)
  }

  async #switch(from: Side): Promise<void> {
    const random = this.#random
    const to = otherOf(from)
    const limit = random.pick(limits)
    this.#told.push(`switch ${from} to ${to}${limit === undefined ? '' : `, reading ${limit.files} files`}`)
    let before = { from: this.#list(from), to: this.#list(to) }
    const work = this.#written[to]
    const meanwhile: Meanwhile = {
      ...{ own: new Map(), touched: new Set(), later: [] },
      theirs: contentsOf(before.to),
    }
    const since = (): void => {
      if (random.below(3) === 0) this.#workThere(to, meanwhile)
      if (random.below(3) > 0) return
      this.#work(from, 1 + random.below(3))
      meanwhile.later.push(this.#list(from))
    }
    const switched = await makeSwitch({
      ...{ pair: { from: this.#laptops[from].machine, to: this.#laptops[to].machine }, random, limit },
      sincePlan: () => since(),
      askedAgain: () => {
        before = { from: this.#list(from), to: this.#list(to) }
        forget(meanwhile)
      },
      beforeRun: (runs) => {
        if (runs > 0) since()
        return this.#maybeCut(runs)
      },
      tell: (text) => this.#told.push(text),
    })
    const after = { from: this.#list(from), to: this.#list(to) }
    await this.#judge({ from, to, before, after, meanwhile, switched })
    this.#scanned[to] = { switchId: switched.switchId, scanId: switched.plan.scans.to, work }
    this.#holder = to
  }

  #workThere(to: Side, meanwhile: Meanwhile): void {
    const before = this.#list(to)
    // What has come already was seen by whoever writes over it now.
    const come = new Set(contentsOf(before).values())
    const from = otherOf(to)
    this.#written[from] = new Map([...this.#written[from]].filter(([, digest]) => !come.has(digest)))
    this.#work(to, 1 + this.#random.below(3))
    const now = this.#list(to)
    meanwhile.theirs = afterWork(meanwhile.theirs, before, now)
    for (const path of new Set([...before.keys(), ...now.keys()])) {
      const [was, is] = [before.get(path), now.get(path)]
      if (!isSame(was, is)) meanwhile.own.set(path, is)
      // Also one that was copied and is the same.
      else if (is?.kind === 'f' && was?.changed !== is.changed) meanwhile.touched.add(path)
    }
  }

  #maybeCut(runs: number): () => void {
    const random = this.#random
    if (runs >= cutsAtMost || random.below(3) > 0) return () => undefined
    const laptop = this.#laptops[random.pick(sides) ?? 'p17']
    const how = random.pick<Cut['how']>(['before', 'after', 'stopped in it']) ?? 'before'
    const at = random.below(cutAtMost)
    laptop.cut({ at, how })
    return () => {
      if (laptop.cut(undefined)) this.#told.push(`${laptop.machine.label} was cut off ${how} ${at}`)
    }
  }

  async #judge({ from, to, before, after, meanwhile, switched }: Ended): Promise<void> {
    const { switchId, plan, answers, verification } = switched
    const [home] = verification.items
    const left = home?.left ?? []
    const remembered = plan.base === undefined ? undefined : this.#bases.get(plan.base)
    const judged: Judged = {
      base: remembered && { from: remembered[from], to: remembered[to] },
      ...{ before, after, own: meanwhile.own, touched: meanwhile.touched, later: meanwhile.later },
      meanwhile: new Set(),
      told: {
        answers: new Map(switched.questions.map(({ id }) => [id, answerOf(answers[id])])),
        chosen: home?.chosen ?? [],
        left: left.flatMap(({ names: all }) => all),
        reasons: left.map(({ why, names: all }) => `${why}: ${all.join(', ')}`),
        notes: verification.notes,
        leftOut: verification.items.flatMap(({ notCompared }) => notCompared?.names ?? []),
        verdict: home?.verdict ?? '',
      },
    }
    this.#told.push(
      `ended ${judged.told.verdict}; chosen ${judged.told.chosen.join(', ')}; ${judged.told.reasons.join('; ')}`,
    )
    const mine = {
      ...{ plan, answers, unanswered: switched.unanswered, after },
      ...{ theirs: meanwhile.theirs, work: this.#written[to], since: new Set(meanwhile.own.keys()) },
    }
    const named = verification.items.flatMap(({ chosen, left: stays = [], notCompared }) => [
      ...[...chosen, ...(notCompared?.names ?? [])],
      ...stays.flatMap(({ names: all }) => all),
    ])
    const isNamed = namedIn([...named, ...verification.notes.flatMap(namesInNote)])
    const isFirst = plan.base === undefined && plan.mayHaveBeenEqual !== true
    const sideOf = (side: Side, listing: Listing) => ({ stateFolder: this.#laptops[side].stateFolder, listing })
    const wrong = [
      ...(isFirst ? [] : lostWork(mine)),
      ...notKept(mine),
      ...untold(mine, isNamed),
      ...(await rememberedWrongly(switchId, { from: sideOf(from, after.from), to: sideOf(to, after.to) })),
      // What only they know of who changed what is judged from when both were last equal.
      ...(judged.base === undefined ? [] : wrongWith(judged)),
    ]
    const isSettled = isSaid(mine)
    const other = { [from]: contentsOf(after.to), [to]: contentsOf(after.from) }
    for (const side of sides) {
      const open = [...this.#written[side]].filter(
        ([path, digest]) => !isSettled(path) && ![...(other[side]?.values() ?? [])].includes(digest),
      )
      this.#written[side] = new Map(open)
    }
    const { from: here, to: there } = rememberedAfter(judged)
    this.#bases.set(switchId, from === 'p17' ? { p17: here, xps: there } : { p17: there, xps: here })
    if (wrong.length > 0) throw new Error(`${wrong.length} things are wrong:\n${wrong.slice(0, wrongShown).join('\n')}`)
  }
}

interface Ended {
  readonly from: Side
  readonly to: Side
  readonly before: { readonly from: Listing; readonly to: Listing }
  readonly after: { readonly from: Listing; readonly to: Listing }
  readonly meanwhile: Meanwhile
  readonly switched: Switched
}

function forget({ own, touched, later }: Meanwhile): void {
  own.clear()
  touched.clear()
  later.length = 0
}

function answerOf(answer: string | undefined): 'keep' | 'take' | 'both' {
  return answer === 'take' || answer === 'both' ? answer : 'keep'
}
