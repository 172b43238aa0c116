/** When a job may work: never while a switch or other work has reserved the laptop, and some only with a charger. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Message } from '../../../kernel/message.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { readPower } from '../../../tools/proc/power-supply.ts'
import type { Job, JobContext } from '../../capability/agent-capability.ts'
import { readLock } from '../../ledger/on-machine/lock-file.ts'
import { jobsMessages } from '../messages.ts'

/** Nobody who reserves the laptop waits longer than a second. */
const lookEveryMs = 300
/** It makes little difference, and each look reads files of every battery. */
const powerEveryLooks = 30

export interface Turns {
  readonly turn: JobContext['turn']
  readonly end: () => void
}

/** `onWait` hears at each look what is waited for, and then nothing. */
export function createTurns(
  { stateFolder }: Pick<HostContext, 'stateFolder'>,
  { onBattery }: Pick<Job, 'onBattery'>,
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait: (waitsFor: Message | undefined) => void },
): Turns {
  let timer: NodeJS.Timeout | undefined
  const whyNot = (looksAtPower: boolean): Message | undefined => {
    const lock = readLock(stateFolder)
    if (lock?.alive === true && !lock.ours) return jobsMessages.waitsForSwitch({})
    return onBattery || !looksAtPower || readPower().plugged ? undefined : jobsMessages.waitsForCharger({})
  }
  const end = (): void => clearInterval(timer)
  return {
    end,
    async turn() {
      end()
      for (let why = whyNot(true); why !== undefined; why = whyNot(true)) {
        onWait(why)
        await pause(lookEveryMs, undefined, { signal })
      }
      onWait(undefined)
      const over = new AbortController()
      let looks = 0
      timer = setInterval(() => {
        looks += 1
        if (isUndisturbed(() => whyNot(looks % powerEveryLooks === 0))) return
        end()
        over.abort()
      }, lookEveryMs).unref()
      return over.signal
    },
  }
}

/** A lock that cannot be read is told by the next turn, which fails. */
function isUndisturbed(whyNot: () => Message | undefined): boolean {
  try {
    return whyNot() === undefined
  } catch {
    return false
  }
}
