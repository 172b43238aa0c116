import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { applyEvent } from '../../../src-main/contract/apply-event.ts'
import type { SwitchEvent } from '../../../src-main/contract/events.ts'
import type { Answers, Question } from '../../../src-main/contract/preview.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { systemClock } from '../../../src-main/kernel/clock.ts'
import { createEventBus } from '../../../src-main/kernel/event-bus.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { createEngine, type Engine } from '../../../src-main/switch/engine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { question, stepOf } from './rehearsed-steps.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
let events: SwitchEvent[]

beforeEach(() => {
  folder = ownFolder('kept-answers')
  events = []
  listed = []
})

const file = () => join(folder, 'app', 'answers.json')

/** With which answers changes were listed. */
let listed: Answers[]

/** Those that the laptops remember as undone. */
let undone: readonly string[] = []
beforeEach(() => (undone = []))

const switchesIn = (told: readonly SwitchEvent[]): readonly string[] =>
  told.flatMap((event) => (event.type === 'switch-started' ? [event.switchId] : []))

/** An app that has just been started, and asks these. */
async function engineThatAsks(questions: readonly Question[], peer = 'xps'): Promise<Engine> {
  return engineOf({ id: 'home', questions, listed: (answers) => void listed.push(answers) }, peer)
}

async function engineOf(step: Parameters<typeof stepOf>[0], peer = 'xps'): Promise<Engine> {
  const [p17, xps] = await Promise.all([memoryMachine('p17', []), memoryMachine(peer, [])])
  const bus = createEventBus<SwitchEvent>((error) => {
    throw error as Error
  })
  bus.subscribe((event) => events.push(event))
  return createEngine({
    steps: [stepOf(step)],
    guard: {
      enter: () => Promise.resolve(() => Promise.resolve()),
      begin: () => Promise.resolve(),
      handOver: () => Promise.resolve(),
      abandon: () => Promise.resolve(),
      openOn: () => Promise.resolve(undefined),
      isStillOpen: () => Promise.resolve(true),
      isUndone: (_pair, switchId) => Promise.resolve(undone.includes(switchId)),
    },
    linkSpeed: () => Promise.resolve(2_500_000),
    connect: () => Promise.resolve({ from: p17.machine, to: xps.machine }),
    here: () => Promise.resolve(p17.machine),
    journalFolder: folder,
    answersFile: file(),
    timesFile: join(folder, 'times.json'),
    bus,
    clock: systemClock,
    logger: silentLogger,
  })
}

const a = question({ id: 'home:a', canLook: true })
const b = question({ id: 'home:b', canLook: true })

async function answered(questions: readonly Question[], answers: Record<string, string | null>): Promise<void> {
  const engine = await engineThatAsks(questions)
  const { planId } = await engine.plan({ to: 'xps' })
  engine.answer(planId, answers)
}

it('answers are in the state that every window sees, and in an event for those that are open', async () => {
  const engine = await engineThatAsks([a, b])
  const plan = await engine.plan({ to: 'xps' })
  const before = engine.state()
  engine.answer(plan.planId, { 'home:a': 'take' })
  engine.answer(plan.planId, { 'home:b': 'keep' })
  expect(engine.state()).toMatchObject({ plan: { kept: { 'home:a': 'take', 'home:b': 'keep' } } })
  const mirrored = events
    .slice(events.findIndex(({ type }) => type === 'plan-made'))
    .reduce<SwitchState>(applyEvent, before)
  expect(mirrored).toEqual(engine.state())
  engine.answer(plan.planId, { 'home:a': null })
  expect(engine.state()).toMatchObject({ plan: { kept: { 'home:b': 'keep' } } })
  expect(engine.state()).not.toMatchObject({ plan: { kept: { 'home:a': 'take' } } })
})

it('answers outlive the app, in a file of the person alone', async () => {
  await answered([a, b], { 'home:a': 'take' })
  expect((await stat(file())).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({ version: 1, from: 'p17', to: 'xps' })
  const plan = await (await engineThatAsks([a, b])).plan({ to: 'xps' })
  expect(plan).toMatchObject({ kept: { 'home:a': 'take' }, askedAgain: [] })
})

it('an answer is not used for another version, and asked again', async () => {
  await answered([a, b], { 'home:a': 'take', 'home:b': 'keep' })
  const engine = await engineThatAsks([{ ...a, about: 'written to since' }, b])
  const plan = await engine.plan({ to: 'xps' })
  expect(plan.kept).toEqual({ 'home:b': 'keep' })
  expect(plan.askedAgain).toEqual(['home:a'])
  await expect(engine.start(plan.planId, plan.kept)).rejects.toMatchObject({ code: 'needs-answers' })
  engine.answer(plan.planId, { 'home:a': 'keep' })
  expect(engine.state()).toMatchObject({ plan: { kept: { 'home:a': 'keep', 'home:b': 'keep' }, askedAgain: [] } })
})

it('does not overrule a word to keep by a default when what it was about has changed', async () => {
  const usual = { ...a, safeDefault: 'take' }
  await answered([usual], { 'home:a': 'keep' })
  const changed = { ...usual, about: 'written to since' }
  const first = await (await engineThatAsks([changed])).plan({ to: 'xps' })
  // However often it is planned until somebody answers.
  const engine = await engineThatAsks([changed])
  const second = await engine.plan({ to: 'xps' })
  for (const plan of [first, second]) {
    expect(plan.askedAgain).toEqual(['home:a'])
    expect(Object.values(plan.previews).flatMap(({ questions }) => questions)[0]?.safeDefault).toBeUndefined()
  }
  await expect(engine.start(second.planId, {})).rejects.toMatchObject({ code: 'needs-answers' })
})

it('lists changes with the safe defaults, and without those of questions that are asked again', async () => {
  const [first, usual] = [
    { ...a, safeDefault: 'take' },
    { ...b, safeDefault: 'take' },
  ]
  await answered([first, usual], { 'home:a': 'keep' })
  const engine = await engineThatAsks([{ ...first, about: 'written to since' }, usual])
  await engine.plan({ to: 'xps' })
  const request = { answers: {}, search: '', effects: [], offset: 0, limit: 1 }
  await engine.looking.listChanges(stepIds.home, request)
  await engine.looking.listChanges(stepIds.home, { ...request, answers: { 'home:b': 'keep' } })
  expect(listed).toEqual([{ 'home:b': 'take' }, { 'home:b': 'keep' }])
})

it('keeps the safe default where that is to keep', async () => {
  const careful = { ...a, safeDefault: 'keep' }
  await answered([careful], { 'home:a': 'take' })
  const plan = await (await engineThatAsks([{ ...careful, about: 'written to since' }])).plan({ to: 'xps' })
  expect(Object.values(plan.previews).flatMap(({ questions }) => questions)[0]?.safeDefault).toBe('keep')
  expect(plan.kept).toEqual({})
})

it('throws an answer away when the plan does not ask any more', async () => {
  await answered([a, b], { 'home:a': 'take', 'home:b': 'keep' })
  await (await engineThatAsks([b])).plan({ to: 'xps' })
  const plan = await (await engineThatAsks([a, b])).plan({ to: 'xps' })
  expect(plan.kept).toEqual({ 'home:b': 'keep' })
})

it('does not use answers of a switch to another laptop', async () => {
  await answered([a], { 'home:a': 'take' })
  expect((await (await engineThatAsks([a], 'desk')).plan({ to: 'desk' })).kept).toEqual({})
})

it('forgets them when the switch is finished', async () => {
  const engine = await engineThatAsks([a])
  const plan = await engine.plan({ to: 'xps' })
  engine.answer(plan.planId, { 'home:a': 'take' })
  await engine.start(plan.planId, { 'home:a': 'take' })
  await engine.untilIdle()
  expect(engine.state().kind).toBe('done')
  expect((await (await engineThatAsks([a])).plan({ to: 'xps' })).kept).toEqual({})
})

it('has them again when that switch was undone, for the same versions, and only once', async () => {
  const engine = await engineThatAsks([a, b])
  const { planId } = await engine.plan({ to: 'xps' })
  await engine.start(planId, { 'home:a': 'take', 'home:b': 'keep' })
  await engine.untilIdle()
  expect((await engine.plan({ to: 'xps' })).kept).toEqual({})
  undone = switchesIn(events)
  const other = await engineThatAsks([a, { ...b, about: 'written to since' }])
  const plan = await other.plan({ to: 'xps' })
  expect(plan).toMatchObject({ kept: { 'home:a': 'take' }, askedAgain: ['home:b'] })
  other.answer(plan.planId, { 'home:a': null, 'home:b': null })
  expect((await other.plan({ to: 'xps' })).kept).toEqual({})
})

it('has none of them again by which something went, and none about what a laptop was at', async () => {
  const [keep, take] = a.choices
  if (keep === undefined || take === undefined) throw new Error('it has choices')
  const removing = { ...a, choices: [keep, { ...take, brings: { counts: { remove: 3 }, changes: [] } }] }
  const inUse = { ...b, canLook: false }
  const engine = await engineThatAsks([removing, inUse])
  const { planId } = await engine.plan({ to: 'xps' })
  await engine.start(planId, { [a.id]: take.id, [b.id]: b.choices[0]?.id ?? '' })
  await engine.untilIdle()
  undone = switchesIn(events)
  expect((await (await engineThatAsks([removing, inUse])).plan({ to: 'xps' })).kept).toEqual({})
})

it('keeps answers to a plan of packages alone beside those to all, and forgets neither for the other', async () => {
  await answered([a], { 'home:a': 'take' })
  const engine = await engineThatAsks([a])
  const plan = await engine.plan({ to: 'xps', scope: 'packages' })
  expect(plan.kept).toEqual({})
  await engine.start(plan.planId, {})
  await engine.untilIdle()
  expect(engine.state().kind).toBe('done')
  expect((await engine.plan({ to: 'xps' })).kept).toEqual({ 'home:a': 'take' })
})

it('does not keep the word to stop: it is said of one plan', async () => {
  const stop = { id: 'stop', label: 'Stop', effect: '', meaning: 'stop', bulk: false } as const
  const asked = { ...a, choices: [...a.choices, stop] }
  const engine = await engineThatAsks([asked])
  const plan = await engine.plan({ to: 'xps' })
  engine.answer(plan.planId, { 'home:a': 'stop' })
  expect(engine.state()).toMatchObject({ plan: { kept: { 'home:a': 'stop' } } })
  expect((await (await engineThatAsks([asked])).plan({ to: 'xps' })).kept).toEqual({})
})

it('refuses answers to another plan, to what is not asked, and that were not offered', async () => {
  const engine = await engineThatAsks([a])
  const { planId } = await engine.plan({ to: 'xps' })
  expect(() => engine.answer('another', { 'home:a': 'take' })).toThrow(/expired/)
  expect(() => engine.answer(planId, { 'home:z': 'take' })).toThrow(/no question/)
  expect(() => engine.answer(planId, { 'home:a': 'burn' })).toThrow(/not a choice/)
  expect(engine.state()).toMatchObject({ plan: { kept: {} } })
})

it('asks everything when the file is damaged, and sets it aside', async () => {
  await answered([a], { 'home:a': 'take' })
  await writeFile(file(), '{"version":1,')
  const engine = await engineThatAsks([a])
  const plan = await engine.plan({ to: 'xps' })
  expect(plan.kept).toEqual({})
  engine.answer(plan.planId, { 'home:a': 'keep' })
  expect((await (await engineThatAsks([a])).plan({ to: 'xps' })).kept).toEqual({ 'home:a': 'keep' })
})

const later = 'apt-later:gimp:amd64'

/** Its plan tells what it was made of. */
function engineThatMayLeave(): Promise<Engine> {
  let left = ''
  return engineOf({
    id: 'home',
    leavable: later,
    probe: ({ answered = {} }) => {
      left = answered[later] ?? 'nothing'
      return Promise.resolve()
    },
    fact: () => left,
  })
}

const startedWith = async (engine: Engine) => {
  await engine.untilIdle()
  const started = events.find((event) => event.type === 'switch-started')
  return started?.answers
}

it('makes the next plan of what this switch is to leave, starts with it, and offers it again once it is finished', async () => {
  const first = await engineThatMayLeave()
  const { planId } = await first.plan({ to: 'xps' })
  first.answer(planId, { [later]: 'later' })
  // As it is shown it would still be done.
  await expect(first.start(planId, { [later]: 'later' })).rejects.toMatchObject({ code: 'plan-changed' })
  const engine = await engineThatMayLeave()
  const plan = await engine.plan({ to: 'xps' })
  expect(plan).toMatchObject({ kept: { [later]: 'later' }, askedAgain: [] })
  await expect(engine.start(plan.planId, {})).rejects.toMatchObject({ code: 'plan-changed' })
  const again = await engine.plan({ to: 'xps' })
  await engine.start(again.planId, again.kept)
  expect(await startedWith(engine)).toEqual({ [later]: 'later' })
  expect((await (await engineThatMayLeave()).plan({ to: 'xps' })).kept).toEqual({})
})

it('makes the plan with it again where that is taken back', async () => {
  const engine = await engineThatMayLeave()
  const { planId } = await engine.plan({ to: 'xps' })
  engine.answer(planId, { [later]: 'later' })
  const left = await engine.plan({ to: 'xps' })
  engine.answer(left.planId, { [later]: null })
  const plan = await engine.plan({ to: 'xps' })
  expect(plan.kept).toEqual({})
  await engine.start(plan.planId, {})
  expect(await startedWith(engine)).toEqual({})
})

it('leaves nothing that has no line any more, and takes no other word for it', async () => {
  const engine = await engineThatMayLeave()
  const { planId } = await engine.plan({ to: 'xps' })
  expect(() => engine.answer(planId, { [later]: 'burn' })).toThrow(/not a choice/)
  engine.answer(planId, { [later]: 'later' })
  await (await engineOf({ id: 'home' })).plan({ to: 'xps' })
  expect((await (await engineThatMayLeave()).plan({ to: 'xps' })).kept).toEqual({})
})
