import { expect, it } from 'vitest'
import { createSyncSession } from '../../../src-main/commons/syncthing/on-pair/sync-session.ts'
import { startSync } from '../../../src-main/commons/syncthing/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { toolsMessages } from '../../../src-main/tools/messages.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

it('speaks of trying again, not of resuming, when Syncthing does not start: no switch has begun yet', async () => {
  const failing = answer(startSync, () => Promise.reject(toolsMessages.syncthingUnavailable({})))
  const pair = { from: await memoryMachine('p17', [failing]), to: await memoryMachine('xps', [failing]) }
  const session = createSyncSession()
  await expect(
    session.join({ from: pair.from.machine, to: pair.to.machine }, { signal: AbortSignal.timeout(10_000) }),
  ).rejects.toMatchObject({
    code: 'syncthing-unavailable',
    hint: expect.stringMatching(/try again\.$/) as string,
  })
})
