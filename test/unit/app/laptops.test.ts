import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createLaptops } from '../../../src-main/app/laptops.ts'
import { endHungAgent, readLabel } from '../../../src-main/commons/laptop/verbs.ts'
import { readClock } from '../../../src-main/domains/checks/verbs.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { driverOf } from '../../../src-main/switch/step.ts'
import { memoryMachine, type MemoryMachine } from '../machine/memory-machine.ts'

const address = { name: 'xps', address: '10.0.0.1', port: 22, privateKey: Buffer.from(''), hostKeys: [] }

function laptopsOf(peerFingerprint = 'same') {
  const made = { here: 0, peer: 0 }
  const cuts: (() => void)[] = []
  const labels: (string | undefined)[] = []
  const laptops = createLaptops({
    startHere: async () => {
      made.here += 1
      return (await memoryMachine('p17', [])).machine
    },
    readPeer: () => Promise.resolve(address),
    connectPeer: async ({ label }) => {
      made.peer += 1
      labels.push(label)
      const { machine, cut } = await memoryMachine('xps', [], { fingerprint: peerFingerprint })
      cuts.push(cut)
      return machine
    },
    logger: silentLogger,
  })
  return { laptops, made, cuts, labels }
}

it('connects once and again only after the connection has ended', async () => {
  const { laptops, made, cuts, labels } = laptopsOf()
  await laptops.peer()
  await laptops.peer()
  expect(made.peer).toBe(1)
  cuts[0]?.()
  await expect
    .poll(async () => {
      await laptops.peer()
      return made.peer
    })
    .toBe(2)
  // What cannot be reached any more is called what its person calls it.
  expect(labels).toEqual([undefined, 'XPS'])
})

it('leaves a connection that says nothing any more for a new one, unless somebody works over it', async () => {
  const made: MemoryMachine[] = []
  const peers = createLaptops({
    startHere: () => Promise.reject(new Error('nobody asks for it')),
    readPeer: () => Promise.resolve(address),
    connectPeer: async () => {
      const one = await memoryMachine('xps', [answer(readClock, () => new Promise(() => undefined))])
      made.push(one)
      return one.machine
    },
    logger: silentLogger,
    answeringMs: 1_000,
  })
  const first = await peers.peer()
  await pause(550)
  expect(await peers.peer()).toBe(first)
  made[0]?.mute()
  await pause(550)
  const second = await peers.peer()
  expect(second).not.toBe(first)
  expect(await peers.peer()).toBe(second)
  second.call(readClock, {}).catch(() => undefined)
  made[1]?.mute()
  await pause(550)
  expect(await peers.peer()).toBe(second)
  expect(made).toHaveLength(2)
})

it('does not tell who asks now what an attempt from before the cable was back has found', async () => {
  const attempts: ((isBack: boolean) => void)[] = []
  const { machine } = await memoryMachine('xps', [])
  const laptops = createLaptops({
    startHere: () => Promise.reject(new Error('nobody asks for it')),
    readPeer: () => Promise.resolve(address),
    connectPeer: () =>
      new Promise((resolve, reject) => {
        attempts.push((isBack) => (isBack ? resolve(machine) : reject(new Error('nothing answers'))))
      }),
    logger: silentLogger,
  })
  const first = laptops.peer()
  const atOnce = laptops.peer()
  await pause(350)
  const later = [laptops.peer(), laptops.peer()]
  const ends = Promise.allSettled([first, atOnce, ...later])
  attempts[0]?.(false)
  await expect.poll(() => attempts.length).toBe(2)
  attempts[1]?.(true)
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled'])
  expect(attempts).toHaveLength(2)
})

it('gives a machine once, so that what was learned from it is found again', async () => {
  const { laptops } = laptopsOf()
  const [once, again] = [await laptops.reach.all(), await laptops.reach.all()]
  expect(once.machines).toHaveLength(2)
  once.machines.forEach((machine, index) => {
    expect(again.machines[index]).toBe(machine)
  })
})

it('pairs this laptop with the other one by its host name or its pretty name', async () => {
  const { laptops } = laptopsOf()
  expect((await laptops.pairTo('xps')).to.name).toBe('xps')
  expect((await laptops.pairTo('XPS')).from.name).toBe('p17')
})

it('pairs both the other way round when this laptop is the one that is taken', async () => {
  const { laptops } = laptopsOf()
  const { from, to } = await laptops.pairTo('p17')
  expect([from.name, to.name]).toEqual(['xps', 'p17'])
})

it('refuses a host that is not paired', async () => {
  const { laptops } = laptopsOf()
  await expect(laptops.pairTo('thinkpad')).rejects.toMatchObject({
    code: 'unknown-host',
    hint: expect.stringContaining('xps') as string,
  })
})

it('knows which laptop is taken by the one that is named, and turns round only what is said in full', async () => {
  const { laptops } = laptopsOf()
  expect(await laptops.takenBy({ to: 'XPS' })).toBe('xps')
  expect(await laptops.takenBy({ from: 'XPS' })).toBe('p17')
  expect(await laptops.takenBy({ from: 'xps', to: 'p17' })).toBe('p17')
  expect(await laptops.takenBy({ from: 'p17', to: 'xps' })).toBe('xps')
  const refusals = [{ to: 'p17' }, { from: 'p17' }, { from: 'p17', to: 'p17' }]
  for (const way of refusals)
    await expect(laptops.takenBy(way)).rejects.toMatchObject({
      code: 'unknown-host',
      message: 'P17 is this laptop.',
      hint: expect.stringContaining('--from xps') as string,
    })
  for (const way of [{ from: 'thinkpad' }, { from: 'thinkpad', to: 'p17' }, { from: 'thinkpad', to: 'xps' }])
    await expect(laptops.takenBy(way)).rejects.toMatchObject({
      code: 'unknown-host',
      message: 'No laptop named "thinkpad" is paired with this one.',
    })
})

it('refuses an agent of another build', async () => {
  const { laptops } = laptopsOf('different')
  await expect(laptops.pairTo('xps')).rejects.toMatchObject({ code: 'agent-mismatch' })
})

it('reaches a laptop by its host name or its pretty name, and both at once', async () => {
  const { laptops } = laptopsOf()
  expect((await laptops.reach.named('p17')).name).toBe('p17')
  expect((await laptops.reach.named('Xps')).name).toBe('xps')
  await expect(laptops.reach.named('thinkpad')).rejects.toMatchObject({ code: 'unknown-host' })
  const { machines, missing } = await laptops.reach.all()
  expect(machines.map(({ name }) => name)).toEqual(['p17', 'xps'])
  expect(missing).toEqual([])
  await expect(laptops.reach.all(['p17', 'thinkpad'])).rejects.toMatchObject({ code: 'unknown-host' })
})

it('names a laptop that cannot be asked, of another build for example, instead of leaving it out', async () => {
  const { laptops } = laptopsOf('different')
  const { machines, missing } = await laptops.reach.all()
  expect(machines.map(({ name }) => name)).toEqual(['p17'])
  expect(missing).toMatchObject([{ laptop: 'xps', error: { code: 'agent-mismatch' } }])
  await expect(laptops.reach.named('xps')).rejects.toMatchObject({ code: 'agent-mismatch' })
})

it('ends an agent that hangs as soon as another one answers, so that what it had reserved is free', async () => {
  const ended: unknown[] = []
  const answers = [
    answer(readClock, () => pause(1_000).then(() => ({ unixMs: 0 }))),
    answer(endHungAgent, (process) => Promise.resolve({ ended: ended.push(process) > 0 })),
  ]
  let mute: (() => void) | undefined
  const laptops = createLaptops({
    startHere: async () => {
      const made = await memoryMachine('p17', answers, { agentMs: 100 })
      mute ??= made.mute
      return made.machine
    },
    readPeer: () => Promise.resolve(address),
    connectPeer: () => Promise.reject(new Error('nobody is there')),
    logger: silentLogger,
  })
  const hung = await laptops.here()
  const asked = hung.call(readClock, {})
  mute?.()
  await expect(asked).rejects.toMatchObject({ code: 'timed-out' })
  const other = await laptops.here()
  expect(other).not.toBe(hung)
  expect(ended).toEqual([hung.hello.process])
})

describe('two laptops that are called alike', () => {
  /** This one was paired as xps, the other one as p17, and both were renamed since. */
  function renamed(here: string, peer: string) {
    const calledSo = { isHere: true, label: here, hostName: here }
    return createLaptops({
      startHere: async () => (await memoryMachine('xps', [], calledSo)).machine,
      readPeer: () => Promise.resolve({ ...address, name: 'p17', hostName: peer }),
      connectPeer: async () => (await memoryMachine('p17', [], { label: peer, hostName: peer })).machine,
      logger: silentLogger,
    })
  }

  it('are told apart by what pairing knows them by: nothing turns a switch round', async () => {
    const laptops = renamed('p17', 'p17')
    const there = await laptops.pairTo('p17')
    expect([there.from.name, there.to.name, driverOf(there).name]).toEqual(['xps', 'p17', 'xps'])
    const back = await laptops.pairTo('xps')
    expect([back.from.name, back.to.name, driverOf(back).name]).toEqual(['p17', 'xps', 'xps'])
    expect((await laptops.reach.both()).map(({ name }) => name)).toEqual(['xps', 'p17'])
  })

  it('are told apart on the screen', async () => {
    expect((await renamed('p17', 'p17').reach.both()).map(({ label }) => label)).toEqual(['p17 (xps)', 'p17'])
    expect((await renamed('desk', 'Desk').reach.both()).map(({ label }) => label)).toEqual(['desk (xps)', 'Desk (p17)'])
  })

  it.each([
    ['p17', 'p17'],
    ['desk', 'desk'],
    ['DESK', 'desk'],
  ])('are not guessed at by a word that both have: %s and %s', async (here, peer) => {
    const laptops = renamed(here, peer)
    const refusal = { code: 'invalid-input', hint: expect.stringMatching(/"this" or "other".*hostnamectl/) as string }
    await expect(laptops.find(peer)).rejects.toMatchObject(refusal)
    expect([await laptops.find('this'), await laptops.find('other')]).toEqual(['xps', 'p17'])
  })

  it.each([
    { called: ['desk', 'p17'], words: { desk: 'xps', p17: 'p17', xps: 'xps', other: 'p17', berlin: 'berlin' } },
    { called: ['p17', 'xps'], words: { xps: 'p17', p17: 'xps' } },
    { called: ['p17', 'desk'], words: { p17: 'xps', desk: 'p17', xps: 'xps' } },
    { called: ['other', 'p17'], words: { other: 'xps', p17: 'p17' } },
  ])('are found by what they are called now, then by what they were: $called', async ({ called, words }) => {
    const [here = '', peer = ''] = called
    const laptops = renamed(here, peer)
    for (const [word, name] of Object.entries(words)) expect([word, await laptops.find(word)]).toEqual([word, name])
  })

  it('are asked what they are called by now', async () => {
    let name = 'xps'
    const named = answer(readLabel, () => Promise.resolve({ label: name, hostName: name }))
    const laptops = createLaptops({
      startHere: async () => (await memoryMachine('xps', [named], { isHere: true })).machine,
      readPeer: () => Promise.resolve({ ...address, name: 'p17' }),
      connectPeer: async () => (await memoryMachine('p17', [])).machine,
      logger: silentLogger,
    })
    expect(await laptops.find('p17')).toBe('p17')
    name = 'p17'
    await expect(laptops.find('p17')).rejects.toMatchObject({ message: 'Both laptops are called p17.' })
  })

  it('are refused where one is a copy of the other', async () => {
    const laptops = createLaptops({
      startHere: async () => (await memoryMachine('xps', [], { isHere: true })).machine,
      readPeer: () => Promise.resolve(address),
      connectPeer: async () => (await memoryMachine('xps', [])).machine,
      logger: silentLogger,
    })
    const refusal = { code: 'invalid-configuration', hint: expect.stringContaining('identity.json') as string }
    await expect(laptops.peer()).rejects.toMatchObject(refusal)
    await expect(laptops.pairTo('xps')).rejects.toMatchObject(refusal)
  })
})
