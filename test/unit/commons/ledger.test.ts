import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Output, Verb } from '../../../src-main/contract/define.ts'
import type { Proof } from '../../../src-main/contract/switch-state.ts'
import { createLedgerAnswers } from '../../../src-main/commons/ledger/on-machine/answers.ts'
import { changeLedger, readLedgerFile } from '../../../src-main/commons/ledger/on-machine/ledger-file.ts'
import { sweepBesideLock } from '../../../src-main/commons/ledger/on-machine/lock-file.ts'
import {
  makeHolderUnclear,
  markUndone,
  restoreHolder,
} from '../../../src-main/commons/ledger/on-machine/unclear-holder.ts'
import { compareLedgers, withUndone, type Memory } from '../../../src-main/commons/ledger/on-pair/agreement.ts'
import {
  concludeSwitch,
  dismissSwitch,
  lockLedger,
  noteUndone,
  openSwitch,
  readLedger,
  readProof,
  tellProgress,
  unlockLedger,
  type RememberedHolder,
} from '../../../src-main/commons/ledger/verbs.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { isSetAside } from '../../../src-main/tools/files/set-aside.ts'
import { identifyThisProcess, nameOfProcess, parseStartTime } from '../../../src-main/tools/proc/process-identity.ts'
import { bundleProgram, endContender, startContender, type Contender } from './lock-contenders.ts'
import { wording } from '../../../src-main/app/wording.ts'
import { noSubvolumes } from './no-subvolumes.ts'
import { ownFolder } from '../../own-folder.ts'

const p17 = { name: 'p17', label: 'P17' }
const xps = { name: 'xps', label: 'XPS 13' }
const startedAt = '2026-11-20T08:00:00.000Z'

let folder = ''
let contenders: Contender[] = []
beforeEach(() => {
  folder = ownFolder('ledger')
  contenders = []
})
afterEach(async () => {
  await Promise.all(contenders.map((contender) => endContender(contender)))
})

async function ask<V extends Verb>(verb: V, input: unknown): Promise<Output<V>> {
  const found = createLedgerAnswers({ blocksSwitch: () => undefined }, noSubvolumes).find(
    (answer) => answer.verb.name === verb.name,
  )
  if (found === undefined) throw new Error(`nobody answers ${verb.name}`)
  const host = {
    person: { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' },
    peer: 'xps',
    stateFolder: folder,
    appFolder: folder,
    runFolder: folder,
    bootId: 'unused',
    logger: silentLogger,
    closing: new AbortController().signal,
  }
  const output = await found.handle(input, { host, signal: new AbortController().signal, report: () => undefined })
  return verb.output.parse(JSON.parse(JSON.stringify(output))) as Output<V>
}

const lockFor = (switchId: string) =>
  ask(lockLedger, { id: switchId, of: { kind: 'switch', from: p17, to: xps }, startedBy: 'p17' })

function proofOf(switchId: string, verified: boolean): string {
  const proof: Proof = {
    version: 1,
    switchId,
    from: p17,
    to: xps,
    startedAt,
    finishedAt: startedAt,
    tookMs: 1,
    verified,
    steps: [],
  }
  return JSON.stringify(proof)
}

function conclude(switchId: string, verified = true): Promise<unknown> {
  const entry = { switchId, from: p17, to: xps, startedAt, finishedAt: startedAt, tookMs: 1, verified, bytes: 12 }
  const holder = { by: 'xps', since: startedAt }
  return ask(concludeSwitch, { switchId, entry, holder, proofJson: proofOf(switchId, verified) })
}

const contenderSource = `
  import { takeLock } from '@/commons/ledger/on-machine/lock-file.ts'
  const [folder, switchId] = process.argv.slice(2)
  const laptop = (name) => ({ name, label: name })
  try {
    await takeLock(folder, { id: switchId, of: { kind: 'switch', from: laptop('p17'), to: laptop('xps') }, startedBy: 'p17' }, { signal: new AbortController().signal, blocksSwitch: () => undefined })
    console.log('won')
    process.stdin.on('end', () => process.exit()).resume()
  } catch (error) {
    console.log(error.code)
  }`

describe('what a laptop remembers', () => {
  it('is nothing at first', async () => {
    expect(await ask(readLedger, {})).toEqual({ holder: { kind: 'none' }, history: [], givenUp: [] })
  })

  it('is a switch from its beginning to its end, and its proof', async () => {
    await lockFor('s1')
    await ask(openSwitch, { switchId: 's1', from: p17, to: xps, since: startedAt, startedBy: 'p17' })
    expect(await ask(readLedger, {})).toMatchObject({ open: { switchId: 's1' }, lock: { id: 's1', alive: true } })
    await conclude('s1')
    await conclude('s1')
    await ask(unlockLedger, { id: 's1' })
    const ledger = await ask(readLedger, {})
    expect(ledger).toMatchObject({ holder: { kind: 'held', by: 'xps', switchId: 's1' }, lastEqualSwitchId: 's1' })
    expect(ledger.history.map(({ switchId }) => switchId)).toEqual(['s1'])
    expect(ledger).not.toHaveProperty('open')
    expect(ledger).not.toHaveProperty('lock')
    expect(JSON.parse((await ask(readProof, { switchId: 's1' })).proofJson)).toMatchObject({ switchId: 's1' })
  })

  it('keeps the last switch that ended equal when a later one did not', async () => {
    await lockFor('s1')
    await conclude('s1')
    await ask(unlockLedger, { id: 's1' })
    await lockFor('s2')
    await conclude('s2', false)
    expect(await ask(readLedger, {})).toMatchObject({ holder: { switchId: 's2' }, lastEqualSwitchId: 's1' })
  })

  it('gives the latest work back to the laptop that was left when the switch is undone', async () => {
    await lockFor('s1')
    await conclude('s1')
    const held = (await ask(readLedger, {})).holder
    markUndone(folder, 's1', '2026-11-20T09:00:00.000Z')
    const undone = await ask(readLedger, {})
    expect(undone.holder).toEqual({
      kind: 'held',
      by: 'p17',
      since: '2026-11-20T09:00:00.000Z',
      switchId: 's1',
      undone: true,
    })
    expect(undone.history[0]).toMatchObject({ undoneAt: '2026-11-20T09:00:00.000Z' })
    restoreHolder(folder, held, '2026-11-20T09:00:00.000Z')
    const back = await ask(readLedger, {})
    expect(back.holder).toEqual(held)
    expect(back.history[0]).not.toHaveProperty('undoneAt')
  })

  it('leaves who has the work, and what was equal, as they are after a switch of packages alone, and when it is undone', async () => {
    await lockFor('s1')
    await conclude('s1')
    await ask(unlockLedger, { id: 's1' })
    const before = await ask(readLedger, {})
    await lockFor('s2')
    const entry = { switchId: 's2', scope: 'packages', from: p17, to: xps, startedAt, finishedAt: startedAt, tookMs: 1 }
    const proofJson = proofOf('s2', true)
    await ask(concludeSwitch, { switchId: 's2', entry: { ...entry, verified: true, bytes: 1 }, proofJson })
    const told = await ask(readLedger, {})
    expect(told).toMatchObject({ holder: before.holder, lastEqualSwitchId: 's1' })
    expect(told.history.map(({ switchId, scope }) => [switchId, scope])).toEqual([
      ['s2', 'packages'],
      ['s1', undefined],
    ])
    markUndone(folder, 's2', '2026-11-20T09:00:00.000Z')
    const undone = await ask(readLedger, {})
    expect(undone.holder).toEqual(before.holder)
    expect(undone.history[0]).toMatchObject({ undoneAt: '2026-11-20T09:00:00.000Z' })
    restoreHolder(folder, before.holder, '2026-11-20T09:00:00.000Z')
    expect((await ask(readLedger, {})).history[0]).not.toHaveProperty('undoneAt')
  })

  it('learns that a switch was undone under its own lock alone, and not after a later one', async () => {
    const undone = { switchId: 's1', operationId: 's2', since: '2026-11-20T09:00:00.000Z' }
    await lockFor('s1')
    await conclude('s1')
    await expect(ask(noteUndone, undone)).rejects.toMatchObject({ code: 'locked' })
    await ask(unlockLedger, { id: 's1' })
    await lockFor('s2')
    await conclude('s2')
    await ask(noteUndone, undone)
    expect((await ask(readLedger, {})).holder).toMatchObject({ by: 'xps', switchId: 's2' })
    makeHolderUnclear(folder, { id: 'x', data: {} }, startedAt)
    await ask(noteUndone, { ...undone, switchId: 's2' })
    expect((await ask(readLedger, {})).holder).toMatchObject({ kind: 'unclear' })
  })

  it('is written only by the one who holds the lock for that switch', async () => {
    await expect(conclude('s1')).rejects.toMatchObject({ code: 'locked' })
    await lockFor('s1')
    await expect(
      ask(openSwitch, { switchId: 's2', from: p17, to: xps, since: startedAt, startedBy: 'p17' }),
    ).rejects.toMatchObject({
      code: 'locked',
    })
  })

  it('forgets an unfinished switch that was given up, and no other', async () => {
    await lockFor('s1')
    await ask(openSwitch, { switchId: 's1', from: p17, to: xps, since: startedAt, startedBy: 'p17' })
    await ask(dismissSwitch, { switchId: 's2' })
    expect(await ask(readLedger, {})).toHaveProperty('open')
    await ask(dismissSwitch, { switchId: 's1' })
    const ledger = await ask(readLedger, {})
    expect(ledger).not.toHaveProperty('open')
    expect(ledger).toMatchObject({ history: [], givenUp: [{ switchId: 's1', from: p17, to: xps, since: startedAt }] })
  })

  it('keeps an unfinished switch as given up when another one begins in its place', async () => {
    await lockFor('s1')
    await ask(openSwitch, { switchId: 's1', from: p17, to: xps, since: startedAt, startedBy: 'p17' })
    await ask(openSwitch, { switchId: 's1', from: p17, to: xps, since: startedAt, startedBy: 'p17' })
    await ask(unlockLedger, { id: 's1' })
    await lockFor('s2')
    await ask(openSwitch, { switchId: 's2', from: p17, to: xps, since: startedAt, startedBy: 'p17' })
    const { open, givenUp } = await ask(readLedger, {})
    expect([open?.switchId, ...givenUp.map(({ switchId }) => switchId)]).toEqual(['s2', 's1'])
  })

  it.each(['', '{"version":1,"holder":{"kind":"no', 'garbage', '[]'])(
    'is unclear, not empty, when %j is in the file, which is set aside',
    async (text) => {
      writeFileSync(path.join(folder, 'ledger.json'), text)
      const unclear = { holder: { kind: 'unclear', why: { id: 'ledger.wasDamaged' } }, history: [] }
      expect(await ask(readLedger, {})).toMatchObject(unclear)
      expect(await ask(readLedger, {})).toMatchObject(unclear)
      const aside = readdirSync(folder).filter((name) => isSetAside(name))
      expect(aside.map((name) => readFileSync(path.join(folder, name), 'utf8'))).toEqual([text])
    },
  )

  it('is an error when the file is from another version', async () => {
    writeFileSync(path.join(folder, 'ledger.json'), '{"version":2,"holder":{"kind":"none"},"history":[]}')
    await expect(ask(readLedger, {})).rejects.toMatchObject({ code: 'state-unreadable' })
  })

  it('refuses switch ids that could leave the folder', async () => {
    await expect(ask(readProof, { switchId: '../../etc/shadow' })).rejects.toThrow()
    await expect(ask(readProof, { switchId: 's9' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is whole after its writer was killed at any moment', { timeout: 60_000 }, async () => {
    const program = await bundleProgram(
      `import { changeLedger } from '@/commons/ledger/on-machine/ledger-file.ts'
       const folder = process.argv[2]
       const why = (n) => ({ id: 'x', data: { text: 'x'.repeat(n % 5000) } })
       for (let n = 0; ; n += 1) {
         changeLedger(folder, (ledger) => ({ ...ledger, holder: { kind: 'unclear', why: why(n), since: String(n) } }))
         if (n === 0) console.log('written once')
       }`,
      path.join(folder, 'writer.mjs'),
    )
    for (let round = 0; round < 12; round += 1) {
      const writer = startContender(program, folder)
      contenders.push(writer)
      await writer.said
      await wait(7 + round * 5)
      await endContender(writer)
      expect(readLedgerFile(folder).version).toBe(1)
    }
    expect(readLedgerFile(folder).holder.kind).toBe('unclear')
  })

  it('can be read by root alone', () => {
    changeLedger(folder, (ledger) => ledger)
    expect(statSync(path.join(folder, 'ledger.json')).mode & 0o777).toBe(0o600)
  })
})

/** Many processes on a machine that may be busy with other tests. */
const patience = { timeout: 60_000 }

it('removes beside the lock what killed agents left, and nothing of living ones', () => {
  const own = identifyThisProcess()
  const living = `.lock.json.next.${nameOfProcess(own)}.0`
  const dead = [
    `.lock.json.seen.${nameOfProcess({ ...own, bootId: 'an-earlier-one' })}.1`,
    `.lock.json.next.${nameOfProcess({ ...own, startTime: '1' })}.2`,
    '.lock.json.seen.cd546ef6-0e83-45d3-8b0c-02f29595e7ae',
  ]
  for (const name of [living, ...dead, 'lock.json']) writeFileSync(path.join(folder, name), '')
  sweepBesideLock(folder)
  expect(readdirSync(folder).sort()).toEqual([living, 'lock.json'])
})

describe('the lock', patience, () => {
  it('is refused while a living process has it, and says who since when', async () => {
    const program = await bundleProgram(contenderSource, path.join(folder, 'contender.mjs'))
    const other = startContender(program, folder, 'theirs')
    contenders.push(other)
    expect(await other.said).toBe('won')
    await expect(lockFor('ours')).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringMatching(/from p17 to xps .* since .*, started on p17/) as unknown,
    })
    await expect(ask(dismissSwitch, { switchId: 'theirs' })).rejects.toMatchObject({ code: 'locked' })
  })

  it('of one laptop alone is not called a switch', async () => {
    const laptop = { name: 'xps', label: 'XPS 13' }
    await ask(lockLedger, { id: 'restore-1', of: { kind: 'work', laptop }, startedBy: 'p17' })
    await expect(lockFor('ours')).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringMatching(/^Files or snapshots of XPS 13 are in use since .*, started on p17/) as unknown,
    })
  })

  it('is taken over when its process is gone', async () => {
    const program = await bundleProgram(contenderSource, path.join(folder, 'contender.mjs'))
    const other = startContender(program, folder, 'theirs')
    contenders.push(other)
    expect(await other.said).toBe('won')
    await endContender(other)
    expect((await ask(readLedger, {})).lock).toMatchObject({ id: 'theirs', alive: false })
    await lockFor('ours')
    expect((await ask(readLedger, {})).lock).toMatchObject({ id: 'ours', alive: true })
  })

  it('is taken over when its process number belongs to another one or to another boot', async () => {
    await lockFor('s1')
    const file = path.join(folder, 'lock.json')
    const held = readFileSync(file, 'utf8')
    writeFileSync(file, held.replace(/"startTime":"\d+"/, '"startTime":"1"'))
    expect((await ask(readLedger, {})).lock?.alive).toBe(false)
    writeFileSync(file, held.replace(/"bootId":"[^"]+"/, '"bootId":"0"'))
    await lockFor('s2')
    expect((await ask(readLedger, {})).lock).toMatchObject({ id: 's2', alive: true })
  })

  it('waits for an agent of the same switch that is about to end', async () => {
    const program = await bundleProgram(contenderSource, path.join(folder, 'contender.mjs'))
    const earlier = startContender(program, folder, 's1')
    contenders.push(earlier)
    expect(await earlier.said).toBe('won')
    const taken = lockFor('s1')
    await wait(400)
    await endContender(earlier)
    await taken
    expect((await ask(readLedger, {})).lock).toMatchObject({ id: 's1', alive: true })
  })

  it('goes to exactly one of many that race for it, fresh or left behind', async () => {
    const program = await bundleProgram(contenderSource, path.join(folder, 'contender.mjs'))
    for (let round = 0; round < 3; round += 1) {
      const racing = Array.from({ length: 5 }, (_, index) => startContender(program, folder, `r${round}-${index}`))
      contenders.push(...racing)
      const said = await Promise.all(racing.map((contender) => contender.said))
      expect(said.filter((word) => word === 'won')).toHaveLength(1)
      expect(said.filter((word) => word === 'locked')).toHaveLength(4)
      await Promise.all(racing.map((contender) => endContender(contender)))
    }
  })

  it('is never held twice while many take it and give it back', async () => {
    const program = await bundleProgram(
      `import { openSync, closeSync, rmSync } from 'node:fs'
       import { takeLock, releaseLock } from '@/commons/ledger/on-machine/lock-file.ts'
       const [folder, name] = process.argv.slice(2)
       const signal = new AbortController().signal
       const laptop = (name) => ({ name, label: name })
       const end = Date.now() + 2500
       let held = 0
       for (let n = 0; Date.now() < end; n += 1) {
         const switchId = name + '-' + n
         try { await takeLock(folder, { id: switchId, of: { kind: 'switch', from: laptop('p17'), to: laptop('xps') }, startedBy: 'p17' }, { signal, blocksSwitch: () => undefined }) }
         catch (error) { if (error.code !== 'locked') throw error; continue }
         closeSync(openSync(folder + '/inside', 'wx'))
         held += 1
         await new Promise((resolve) => setTimeout(resolve, 2))
         rmSync(folder + '/inside')
         if (n % 3 === 0) await releaseLock(folder, switchId, signal)
         else { console.log('held ' + held); process.exit() }
       }
       console.log('held ' + held)`,
      path.join(folder, 'taker.mjs'),
    )
    const end = Date.now() + 4_000
    // A busy machine gets the time that it needs.
    const latest = Date.now() + 50_000
    let held = 0
    const lanes = Array.from({ length: 4 }, async (_, lane) => {
      for (let turn = 0; Date.now() < (held > 8 ? end : latest); turn += 1) {
        const taker = startContender(program, folder, `l${lane}-${turn}`)
        contenders.push(taker)
        const said = await taker.said
        expect(said).toMatch(/^held \d+$/)
        held += Number(said.slice(5))
      }
    })
    await Promise.all(lanes)
    expect(held).toBeGreaterThan(8)
    expect(existsSync(path.join(folder, 'inside'))).toBe(false)
    expect(readdirSync(folder).filter((name) => name.startsWith('.lock.json'))).toEqual([])
  })

  it('knows a process by its start even when its name holds brackets', () => {
    const stat = '77 (a) b (c) S 1 77 77 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 123456 1 2'
    expect(parseStartTime(stat)).toBe('123456')
    expect(parseStartTime(stat.replace(' S ', ' Z '))).toBeUndefined()
  })
})

describe('what two laptops remember', () => {
  const compare = (one: Memory, other: Memory) => compareLedgers(one, other, wording)
  const memory = (laptop: typeof p17, holder: RememberedHolder) => ({ laptop, ledger: { holder } })
  const held = (switchId: string, by = 'xps'): RememberedHolder => ({ kind: 'held', by, since: startedAt, switchId })

  it('is one holder when both remember the same', () => {
    expect(compare(memory(p17, held('s1')), memory(xps, held('s1')))).toEqual({
      kind: 'held',
      by: 'xps',
      since: startedAt,
      switchId: 's1',
    })
  })

  it('is never-switched when neither remembers anything', () => {
    expect(compare(memory(p17, { kind: 'none' }), memory(xps, { kind: 'none' }))).toEqual({
      kind: 'never-switched',
    })
  })

  it('is unclear when they differ, one forgot, or one was rolled back', () => {
    expect(compare(memory(p17, held('s1')), memory(xps, held('s2')))).toMatchObject({ kind: 'unclear' })
    expect(compare(memory(p17, held('s1')), memory(xps, { kind: 'none' }))).toEqual({
      kind: 'unclear',
      why: 'P17 has a record of a switch with XPS 13, which has none.',
    })
    const rolledBack: RememberedHolder = {
      kind: 'unclear',
      why: { id: 'general.text', data: { text: 'it was rolled back' } },
      since: startedAt,
    }
    expect(compare(memory(p17, rolledBack), memory(xps, held('s1')))).toEqual({
      kind: 'unclear',
      why: 'P17: it was rolled back',
    })
  })
})

describe('how far a switch is', () => {
  const told = { switchId: 'one', fraction: 0.54, leftMs: 240_000, verifying: false }

  it('is told to whoever asks this laptop, as long as the switch has it', async () => {
    await lockFor('one')
    await ask(tellProgress, told)
    expect((await ask(readLedger, {})).progress).toEqual(told)
    await ask(unlockLedger, { id: 'one' })
    expect((await ask(readLedger, {})).progress).toBeUndefined()
  })

  it('is not said of another switch, nor taken from who has not reserved the laptop', async () => {
    await lockFor('one')
    await expect(ask(tellProgress, { ...told, switchId: 'two' })).rejects.toThrow()
    expect((await ask(readLedger, {})).progress).toBeUndefined()
  })

  it('is not believed when it was told long ago', async () => {
    await lockFor('one')
    await ask(tellProgress, told)
    const file = path.join(folder, 'progress.json')
    const stored = JSON.parse(readFileSync(file, 'utf8')) as { toldAtMs: number }
    writeFileSync(file, JSON.stringify({ ...stored, toldAtMs: stored.toldAtMs - 31_000 }))
    expect((await ask(readLedger, {})).progress).toBeUndefined()
  })
})

describe('a switch that was undone', () => {
  const held = { kind: 'held', by: 'xps', since: startedAt, switchId: 's1' } as const
  const undone = { kind: 'held', by: 'p17', since: '2026-11-20T09:00:00.000Z', switchId: 's1', undone: true } as const
  const memory = (laptop: typeof p17, holder: RememberedHolder): Memory => ({ laptop, ledger: { holder } })

  it('leaves the latest work on the laptop that was left, also while that one does not know it', () => {
    const { by, since, switchId } = undone
    const both = { kind: 'held', by, since, switchId }
    expect(compareLedgers(memory(p17, held), memory(xps, undone), wording)).toEqual(both)
    expect(compareLedgers(memory(xps, undone), memory(p17, held), wording)).toEqual(both)
    expect(compareLedgers(memory(p17, undone), memory(xps, undone), wording)).toEqual(both)
    expect(compareLedgers(memory(p17, held), memory(xps, { ...undone, switchId: 's0' }), wording).kind).toBe('unclear')
  })

  it('is undone in the history of both as soon as one knows it', () => {
    const entry = {
      switchId: 's1',
      from: p17,
      to: xps,
      startedAt,
      finishedAt: startedAt,
      tookMs: 1,
      verified: true,
      bytes: 0,
    }
    const later = { ...entry, switchId: 's2' }
    const known = { history: [{ ...entry, undoneAt: undone.since }] }
    expect(withUndone([later, entry], [{ history: [later, entry] }, known])).toEqual([later, known.history[0]])
  })
})
