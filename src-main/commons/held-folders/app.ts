import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { WorkResult } from '../../contract/activity-calls.ts'
import type { heldFoldersCalls, HeldFolders } from '../../contract/held-folders-calls.ts'
import { askEach } from '../../machine/ask-each.ts'
import type { CallOptions, Machine } from '../../machine/machine.ts'
import type { AppCapability, AppParts } from '../capability/app-capability.ts'
import { withLock } from '../ledger/on-pair/with-lock.ts'
import { heldFoldersMessages } from './messages.ts'
import { decided, taskTitle } from './texts.ts'
import { decideHeldFolders, readHeldFolders } from './verbs.ts'

type Held = z.infer<(typeof heldFoldersCalls)['syncthingHeld']['output']>
type Choice = z.infer<(typeof heldFoldersCalls)['syncthingDecide']['input']>['choice']

const againMs = 60_000
/** A try may start Syncthing again. */
const longestMs = 10 * 60_000

export const heldFoldersApp = {
  name: 'held-folders',
  messages: heldFoldersMessages,
  handlers: (parts) => {
    const waits = new Map<string, string>()
    const tryAgain = goOnLater(parts)
    return {
      syncthingHeld: () => readHeld(parts, waits, tryAgain),
      async syncthingDecide({ laptop, choice }, call) {
        const machine = await parts.reach.named(laptop)
        const task = { title: taskTitle(machine.label, choice), activity: endOf(choice) }
        const why = await parts.runTask(call, task, (options) => decide(machine, choice, options))
        if (why === undefined) waits.delete(machine.name)
        else waits.set(machine.name, why)
        return readHeld(parts, waits, tryAgain)
      },
    }
  },
} satisfies AppCapability

/** `goOn`: what was chosen on this laptop is not done yet. */
async function readHeld({ reach }: AppParts, waits: ReadonlyMap<string, string>, goOn: () => void): Promise<Held> {
  const { answers, missing } = await askEach(await reach.all(), async (machine): Promise<HeldFolders[]> => {
    const { held } = await machine.call(readHeldFolders, {})
    if (held === undefined) return []
    const { setAt, ...rest } = held
    if (held.choice !== undefined && machine.isHere === true) goOn()
    const why = held.choice === undefined ? undefined : waits.get(machine.name)
    return [
      { laptop: machine.name, label: machine.label, at: setAt, ...rest, ...(why === undefined ? {} : { waits: why }) },
    ]
  })
  return { laptops: answers.flat(), missing }
}

const endOf =
  (choice: Choice) =>
  (why: string | undefined): WorkResult =>
    why === undefined ? { result: 'done', summary: decided[choice] } : { result: 'partly-done', summary: why }

/** Why it goes on later; undefined when it is done. */
async function decide(machine: Machine, choice: Choice, options: CallOptions): Promise<string | undefined> {
  const operationId = `syncthing-${randomUUID()}`
  const { waits } = await withLock(machine, operationId, () =>
    machine.call(decideHeldFolders, { operationId, choice }, options),
  )
  return waits === undefined ? undefined : machine.wording.text(waits)
}

/**
 * What was chosen and could not be done then: Syncthing starts after us, or the other laptop comes home later. Returns what is called when
 * something waits: nobody's agent is started to find that nothing does.
 */
function goOnLater({ whenIdle, here, logger }: AppParts): () => void {
  let mayWait = false
  let pauseMs = againMs
  let notBeforeMs = 0
  whenIdle({
    everyMs: againMs,
    run: async (signal) => {
      if (!mayWait || performance.now() < notBeforeMs) return
      const machine = await here()
      const { held } = await machine.call(readHeldFolders, {}, { signal })
      mayWait = held?.choice !== undefined
      if (held?.choice === undefined) return
      const why = await decide(machine, held.choice, { signal })
      mayWait = why !== undefined
      notBeforeMs = performance.now() + pauseMs
      pauseMs = mayWait ? Math.min(longestMs, pauseMs * 2) : againMs
      if (why !== undefined) logger.log('info', 'folders of Syncthing still wait', { why })
    },
  })
  return () => {
    mayWait = true
  }
}
