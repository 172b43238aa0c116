/** Histories of /home that share their switches: each works in places of its own, and claims what is told about them. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../practice/layout.ts'
import type { Answers, Question } from '../src-main/contract/preview.ts'
import type { VerificationItem } from '../src-main/contract/switch-state.ts'
import type { HomeDecision } from '../src-main/domains/home-sync/on-pair/plan/plan.ts'
import { folderItself } from '../src-main/domains/home-sync/on-pair/texts.ts'
import { homeOf, noticesOf, switchHome, type Meanwhile, type ProvenSwitch } from './laptops-home.ts'

export interface History {
  readonly title: string
  /** Below the home of alice: no other history works there meanwhile. */
  readonly owns: readonly string[]
  /** They follow each other. */
  readonly switches: readonly [Part, ...Part[]]
  /** Below /home: what both laptops cannot have equal, though nothing differs that anybody wrote. */
  readonly unlike?: readonly string[]
}

/** Of one history in one switch. */
interface Part extends Meanwhile {
  readonly from: Host
  /** Before the plan. */
  readonly work?: () => Promise<unknown>
  readonly answers?: Answers
  readonly claims?: (told: Told) => Promise<void> | void
}

/** Of what a history owns. */
export interface Told {
  readonly chosen: readonly string[]
  readonly differences: readonly string[]
  readonly left: readonly { readonly why: string; readonly names: readonly string[] }[]
  readonly decisions: readonly HomeDecision[]
  readonly questions: readonly Question[]
  /** What was planned to come without a question. */
  readonly coming: readonly string[]
  readonly notes: readonly string[]
  /** Of the whole switch. */
  readonly notices: string
}

/** Both laptops have it alike: nothing was kept by choice, and nothing was left. */
export const same = { chosen: [], left: [], differences: [] } as const

/** One shared switch. */
interface Leg {
  readonly from: Host
  readonly verdict: VerificationItem['verdict']
}

/** Each history begins where its switches fit first, and after those before it in the list that work in its places. */
export function describeHistories(legs: readonly Leg[], histories: readonly History[]): void {
  const placed = place(legs, histories)
  for (const [index, leg] of legs.entries()) {
    const here = placed.flatMap(({ history, first }) => {
      const part = history.switches[index - first]
      return part === undefined ? [] : [{ history, part }]
    })
    describe(`switch ${index + 1}, from ${leg.from}`, () => describeLeg(leg, here))
  }
}

interface Placed {
  readonly history: History
  readonly first: number
}

function place(legs: readonly Leg[], histories: readonly History[]): readonly Placed[] {
  const placed: Placed[] = []
  for (const history of histories) {
    const fits = (first: number): boolean =>
      history.switches.every(({ from }, index) => legs[first + index]?.from === from)
    const isAlone = (first: number): boolean =>
      placed.every((other) => !meet(history, other.history) || first >= other.first + other.history.switches.length)
    const first = legs.findIndex((_leg, index) => fits(index) && isAlone(index))
    if (first === -1) throw new Error(`There are no switches for "${history.title}".`)
    placed.push({ history, first })
  }
  return placed
}

function meet(one: History, other: History): boolean {
  return one.owns.some((place) => isOwned(other, place)) || other.owns.some((place) => isOwned(one, place))
}

function describeLeg(
  { from, verdict }: Leg,
  here: readonly { readonly history: History; readonly part: Part }[],
): void {
  let done: ProvenSwitch
  const all = (when: 'work' | 'planned' | 'copied') => async (): Promise<void> => {
    await Promise.all(here.map(async ({ part }) => await part[when]?.()))
  }

  beforeAll(async () => {
    await all('work')()
    const answers = Object.fromEntries(here.flatMap(({ part }) => Object.entries(part.answers ?? {})))
    done = await switchHome(from, answers, { planned: all('planned'), copied: all('copied') })
  })

  it('is proven, and names nothing but what its histories own', async () => {
    expect(done.item).toMatchObject({ verdict, differences: [] })
    const told = toldOf(done, (name) => !here.some(({ history }) => isOwned(history, name)))
    expect(told).toMatchObject({ ...same, decisions: [], questions: [] })
    // Otherwise a claim about what is not noted would claim nothing.
    expect(done.notes.filter((note) => / and [\d,]+ more\.$/.test(note))).toEqual([])
    if (verdict !== 'same') return
    const unlike = here.flatMap(({ history }) => history.unlike ?? [])
    expect(await homeOf('xps', unlike)).toBe(await homeOf('p17', unlike))
  })

  for (const { history, part } of here) {
    const { claims } = part
    if (claims === undefined) continue
    it(history.title, () => claims(toldOf(done, (name) => isOwned(history, name))))
  }
}

function toldOf({ item, plan, preview, notes }: ProvenSwitch, isAbout: (name: string) => boolean): Told {
  const { chosen, differences, left = [] } = item
  return {
    chosen: chosen.filter(isAbout),
    differences: differences.filter(isAbout),
    left: left.map(({ why, names }) => ({ why, names: names.filter(isAbout) })).filter(({ names }) => names.length > 0),
    decisions: plan.decisions.filter(({ place }) => isAbout(place)),
    questions: preview.questions.filter(({ id }) => isAbout(id.replace(/^home:/, ''))),
    coming: plan.taken.examples.map(({ path }) => path).filter(isAbout),
    notes,
    notices: noticesOf(preview),
  }
}

function isOwned({ owns }: History, name: string): boolean {
  return owns.some((own) => isIn(name, own))
}

function isIn(name: string, folder: string): boolean {
  return name === folder || name === folderItself(folder) || name.startsWith(`${folder}/`)
}
