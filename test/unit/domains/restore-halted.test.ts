/** Files go from one laptop to the other, both in memory, and one of the two is gone half-way. */
import { describe, expect, it } from 'vitest'
import { lockLedger, unlockLedger } from '../../../src-main/commons/ledger/verbs.ts'

import { createRestoreHandlers, explainHalt } from '../../../src-main/domains/files/on-pair/restore-files.ts'
import {
  describeFiles,
  placeFiles,
  receiveFiles,
  sendFiles,
  inspectFiles,
} from '../../../src-main/domains/files/restore-verbs.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import type { ErrorCode } from '../../../src-main/kernel/error-codes.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { loggedMachine } from '../../../src-main/machine/logged-machine.ts'
import { answer, type Answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { newCall } from '../transport/new-call.ts'
import { filesMessages } from '../../../src-main/domains/files/messages.ts'

const id = '20261120T080000000Z-1'
const choice = { setId: id, subvolume: 'home', paths: ['alice/x'] }
const locks: readonly Answer[] = [
  answer(lockLedger, () => Promise.resolve({})),
  answer(unlockLedger, () => Promise.resolve({})),
]

/** The owner sends until it is stopped; the getter dies as soon as it does. */
async function sendToDying() {
  let stopped = false
  const owner = await memoryMachine('p17', [
    ...locks,
    answer(describeFiles, () =>
      Promise.resolve({ kind: 'there' as const, choice, entries: [], parents: [], nocow: [], leftOut: [] }),
    ),
    answer(sendFiles, async (_input, { signal }) => {
      getter.cut()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      stopped = true
      signal.throwIfAborted()
      return {}
    }),
  ])
  const counts = { files: 1, bytes: 1, overwrittenCount: 0 }
  const getter = await memoryMachine('xps', [
    ...locks,
    answer(inspectFiles, () =>
      Promise.resolve({
        ...counts,
        instant: false,
        overwritten: [],
        keeps: filesMessages.nothingOverwritten({}),
        notes: [],
        digest: 'd'.repeat(64),
      }),
    ),
    answer(receiveFiles, () => Promise.resolve({ paths: ['alice/x'], bytes: 1, ticket: 'a'.repeat(64) })),
    answer(placeFiles, () => Promise.reject(new Error('nothing has arrived'))),
  ])
  const machines = [owner, getter].map(({ machine }) => loggedMachine(machine, silentLogger))
  const named = (name: string) => {
    const found = machines.find((machine) => machine.name === name)
    return found === undefined ? Promise.reject(new Error(name)) : Promise.resolve(found)
  }
  const handlers = createRestoreHandlers({
    reach: {
      named,
      both: () => Promise.reject(new Error('nobody asks for both')),
      all: () => Promise.resolve({ machines, missing: [] }),
    },
    runTask: (_call, _title, work) => work({}),
  })
  return { handlers, wasStopped: () => stopped }
}

describe('files that are sent', () => {
  it('are not sent on to a laptop whose agent is gone, and a person reads what became of them', async () => {
    const { handlers, wasStopped } = await sendToDying()
    const request = {
      laptop: 'p17',
      id,
      subvolume: 'home',
      paths: ['alice/x'],
      place: 'original' as const,
      onto: 'xps',
    }
    const { planId } = await handlers.restorePlan(request, newCall())
    await expect(handlers.restoreRun({ planId }, newCall())).rejects.toMatchObject({
      code: 'unreachable',
      message: 'The connection between P17 and XPS was lost. Nothing was restored.',
    })
    expect(wasStopped()).toBe(true)
  })

  it.each(['unreachable', 'agent-died', 'disk-full', 'transfer-failed', 'ticket-refused'] as const)(
    'and are halted by %s: what happened to them, which laptop, and what to do',
    async (code: ErrorCode) => {
      const [owner, getter] = await Promise.all(
        ['p17', 'xps'].map(async (name) => (await memoryMachine(name, [])).machine),
      )
      if (owner === undefined || getter === undefined) throw new Error('no laptops')
      const thrown = new AppError({ code, message: 'It broke.', hint: 'Then resume.', details: 'why' })
      const told = explainHalt(thrown, { owner, getter, stage: 'sending' })
      expect(told).toMatchObject({
        code,
        details: 'why',
        message: expect.stringMatching(/Nothing was restored\.$/) as string,
      })
      expect(told instanceof AppError && told.hint).toMatch(/[Rr]estore again/)
      for (const machine of [owner, getter]) machine.close()
    },
  )
})
