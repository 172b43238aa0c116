/** Restores /etc on the laptop whose snapshot it is. */
import { randomUUID } from 'node:crypto'
import { wouldRefuse } from '../../../commons/doors/texts.ts'
import { toRun as sayToRun } from '../../../commons/etc-effects/texts.ts'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import { createPlanMemory } from '../../../commons/plans/plan-memory.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { restoreEtc, inspectEtcRestore, type EtcChoice } from '../etc-verbs.ts'
import { systemClock } from '../../../kernel/clock.ts'
import type { HandlerTools } from '../../../machine/reach.ts'
import { etcRestored, planAgain, staysForDoor, taskTitles } from './texts.ts'
import type { Message } from '../../../kernel/message.ts'
import type { Machine } from '../../../machine/machine.ts'

interface Agreed {
  readonly laptop: string
  readonly choice: EtcChoice
  readonly digest: string
}

type Keys = 'etcRestorePlan' | 'etcRestoreRun'

export function createEtcRestoreHandlers({ reach, runTask }: HandlerTools): Pick<Handlers, Keys> {
  const plans = createPlanMemory<Agreed>({ clock: systemClock, hint: planAgain })
  return {
    async etcRestorePlan({ laptop, id, paths, withIdentity }) {
      const machine = await reach.named(laptop)
      const choice = { setId: id, paths, withIdentity }
      const { digest, services, notes, shutting, toRun, ...inspection } = await machine.call(inspectEtcRestore, choice)
      const { text } = machine.wording
      return {
        planId: plans.keep({ laptop: machine.name, choice, digest }),
        laptop: machine.name,
        ...inspection,
        services: services.map(({ why, ...service }) => ({ ...service, why: text(why) })),
        notes: [
          ...shutting.map(({ path, why }) => staysForDoor(path, wouldRefuse(machine.label, why))),
          ...notes.map(text),
          ...toRun.map((one) => sayToRun(machine.label, one)),
        ],
      }
    },
    async etcRestoreRun({ planId, services }, call) {
      const { laptop, choice, digest } = plans.take(planId)
      const machine = await reach.named(laptop)
      const operationId = `restore-${randomUUID()}`
      return runTask(call, { title: taskTitles.restoreEtc(machine.label), activity: etcRestored }, (options) =>
        withLock(machine, operationId, async () =>
          wordLeft(await machine.call(restoreEtc, { ...choice, operationId, digest, services }, options), machine),
        ),
      )
    },
  }
}

interface Told {
  readonly left: readonly { readonly path: string; readonly why: Message }[]
}

/** The result of a restore in words: why something was left as it is. */
export function wordLeft<T extends Told>(result: T, { wording }: Machine) {
  return { ...result, left: result.left.map(({ path, why }) => ({ path, why: wording.text(why) })) }
}
