import { describe, expect, it } from 'vitest'
import { lockLedger, unlockLedger } from '../../../src-main/commons/ledger/verbs.ts'
import { lookAtPersonSyncthing, readPersonFiles } from '../../../src-main/commons/person-syncthing/verbs.ts'
import type { Conflict, KeptVersion } from '../../../src-main/contract/conflicts-calls.ts'
import type { PersonSyncthing } from '../../../src-main/contract/person-syncthing.ts'
import { conflictsMessages } from '../../../src-main/domains/conflicts/messages.ts'
import { keepOnLaptops } from '../../../src-main/domains/conflicts/on-pair/keep-on-laptops.ts'
import { groupCopies } from '../../../src-main/domains/conflicts/on-pair/group-copies.ts'
import { keepConflicts, type ConflictDecision } from '../../../src-main/domains/conflicts/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { ledgerMessages } from '../../../src-main/commons/ledger/messages.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

const copy = 'Documents/letter.sync-conflict-20261129-140512-GPBWUOZ.odt'
const asked: { laptop: string; conflicts: readonly ConflictDecision[] }[] = []

interface Laptop {
  readonly syncthing?: PersonSyncthing
  readonly isReserved?: boolean
  readonly isChanged?: boolean
}

async function laptop(name: string, { syncthing = { kind: 'none' }, isReserved = false, isChanged = false }: Laptop) {
  const { machine } = await memoryMachine(name, [
    answer(lookAtPersonSyncthing, () => Promise.resolve(syncthing)),
    answer(readPersonFiles, ({ files }) =>
      Promise.resolve({
        versions: files.map(() => ({ version: ['A:1'], isDeleted: false, size: 1, modified: '1.000000000' })),
      }),
    ),
    answer(lockLedger, () => (isReserved ? Promise.reject(ledgerMessages.notReserved({})) : Promise.resolve({}))),
    answer(unlockLedger, () => Promise.resolve({})),
    answer(keepConflicts, ({ conflicts }) => {
      asked.push({ laptop: name, conflicts })
      const { id, data } = conflictsMessages.leftChanged({})
      const outcomes = conflicts.map(() =>
        isChanged
          ? { kind: 'left' as const, why: { id, data: { ...data } } }
          : { kind: 'kept' as const, as: [] as string[] },
      )
      return Promise.resolve({ outcomes })
    }),
  ])
  return machine
}

const seen = { bytes: 4, modifiedAt: '2026-11-29T12:00:00.000Z', stamp: 'a'.repeat(64) }

function conflictsOn(laptops: readonly string[], contents: Conflict['contents'] = 'differ') {
  const ofFile = { ...seen, digest: contents === 'same' ? 'copy' : 'file' }
  const found = [
    { copy, file: 'Documents/letter.odt', metAt: seen.modifiedAt, ofCopy: { ...seen, digest: 'copy' }, ofFile },
  ]
  return groupCopies(laptops.map((name) => ({ laptop: name, found })))
}

async function keepWith(
  sides: readonly [Laptop, Laptop] | readonly [Laptop],
  { keep = 'copy', contents }: { readonly keep?: KeptVersion; readonly contents?: Conflict['contents'] } = {},
) {
  asked.length = 0
  const machines = await Promise.all(sides.map((side, index) => laptop(index === 0 ? 'p17' : 'xps', side)))
  const conflicts = conflictsOn(
    machines.map(({ name }) => name),
    contents,
  )
  const kept = await keepOnLaptops({ machines, away: sides.length === 1 ? ['xps'] : [], conflicts, keep }, {})
  return { ...kept, on: asked.map((one) => one.laptop), keeps: asked.map((one) => one.conflicts[0]?.keep) }
}

const status = {
  ...{ state: 'idle', error: '', needs: 0, problems: 0, receiveOnly: 0, local: '1 0 0 1', global: '1 0 0 1' },
  peers: [],
}
const syncthing = (id: string, peer: string, isPaused = false): PersonSyncthing => ({
  ...{ kind: 'running', deviceId: id, version: 'v1.29.5' },
  devices: [{ id: peer, name: peer, isPaused: false, isConnected: true }],
  folders: [
    {
      ...{ id: 'docs', label: 'Documents', place: 'Documents', type: 'sendreceive', isPaused, devices: [peer] },
      ...(isPaused ? {} : { status }),
    },
  ],
})

describe('what is decided of a file that both laptops have in conflict', () => {
  it('is done on one where a Syncthing brings it to the other', async () => {
    const kept = await keepWith([{ syncthing: syncthing('P', 'X') }, { syncthing: syncthing('X', 'P') }])
    expect(kept).toMatchObject({ on: ['p17'], carriedTo: ['xps'], notAsked: [] })
  })

  it.each([
    ['runs', {}, {}],
    ['carries it', { syncthing: syncthing('P', 'X', true) }, { syncthing: syncthing('X', 'P') }],
  ])('is done on both where none %s', async (_what, p17, xps) => {
    expect(await keepWith([p17, xps])).toMatchObject({ on: ['p17', 'xps'], carriedTo: [], notAsked: [] })
  })

  it('is said not to be done on one that does not answer, unless a Syncthing brings it once it does', async () => {
    expect(await keepWith([{}])).toMatchObject({ on: ['p17'], notAsked: ['xps'] })
    expect(await keepWith([{ syncthing: syncthing('P', 'X') }])).toMatchObject({ on: ['p17'], notAsked: [] })
  })

  it('is told of the first where the other one is reserved', async () => {
    const { decided } = await keepWith([{}, { isReserved: true }])
    expect(decided.map(({ laptop: on, outcome }) => `${on} ${outcome.kind}`)).toEqual(['p17 kept', 'xps left'])
    await expect(keepWith([{ isReserved: true }, {}])).rejects.toThrow()
  })

  it('is told in words where it stays', async () => {
    const { decided } = await keepWith([{ isChanged: true }])
    expect(decided).toMatchObject([{ outcome: { kind: 'left', why: 'It has changed since it was listed.' } }])
  })

  it('never makes two of one thing', async () => {
    expect((await keepWith([{}], { keep: 'both', contents: 'same' })).keeps).toEqual(['file'])
    expect((await keepWith([{}], { keep: 'both' })).keeps).toEqual(['both'])
  })
})
