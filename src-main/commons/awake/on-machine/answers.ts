import { answer, type Answer } from '../../../machine/machine.ts'
import { inhibitSleep, type Inhibitor } from '../../../tools/systemd/systemd-inhibit.ts'
import { suspend } from '../../../tools/systemd/suspend.ts'
import { holdAwake, releaseAwake, suspendLaptop } from '../verbs.ts'

/** An agent holds at most one inhibitor, and starts a new one if the earlier one failed or ended. */
export function createAwakeAnswers(): readonly Answer[] {
  let holding: Promise<Inhibitor> | undefined

  const hold = answer(holdAwake, async ({ why }) => {
    const earlier = await holding?.catch(() => undefined)
    if (earlier?.isHeld() !== true) holding = inhibitSleep(why)
    await holding
    return {}
  })
  const release = answer(releaseAwake, async () => {
    const inhibitor = await holding?.catch(() => undefined)
    holding = undefined
    await inhibitor?.release()
    return {}
  })
  const sleep = answer(suspendLaptop, async (_input, { signal }) => {
    await suspend({ signal })
    return {}
  })
  return [hold, release, sleep]
}
