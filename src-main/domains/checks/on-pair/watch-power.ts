/** Pauses a switch before a battery is empty, if the person wants that: what is paused can be resumed, and nothing is cut. */
import type { AppParts, Holding } from '../../../commons/capability/app-capability.ts'
import { readSettings, changeSettings } from '../../../commons/settings/settings-file.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { lowPercent } from '../../../contract/settings-calls.ts'
import type { Pair } from '../../../switch/step.ts'
import { checkPower, type Power } from '../verbs.ts'
import { powerCommit } from './texts.ts'

type Parts = Pick<AppParts, 'systemState' | 'pauseSwitch' | 'logger'>

const usualEveryMs = 30_000

export function watchPower({ systemState, pauseSwitch, logger }: Parts, everyMs = usualEveryMs): Holding {
  let timer: NodeJS.Timeout | undefined

  async function look(pair: Pair): Promise<void> {
    const { power } = await readSettings(systemState)
    if (power.low !== 'pause') return
    const both = await Promise.all([pair.from, pair.to].map((machine) => machine.call(checkPower, {})))
    if (timer !== undefined && both.some(isLow)) await pauseSwitch('battery')
  }

  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
  }
  return {
    begin: (pair) => {
      stop()
      timer = setInterval(() => {
        // What fails is tried again; a laptop that does not answer is told of by the step that needs it.
        look(pair).catch((thrown: unknown) =>
          logger.log('warn', 'the batteries were not seen', { error: String(thrown) }),
        )
      }, everyMs)
      return Promise.resolve()
    },
    release: () => {
      stop()
      return Promise.resolve()
    },
  }
}

/** A laptop whose charge is not known is left to its person. */
export function isLow({ plugged, percent }: Power): boolean {
  return !plugged && percent !== undefined && percent < lowPercent
}

type PowerCalls = Pick<Handlers, 'settingsPower' | 'settingsSetPower'>

export function createPowerHandlers({ workState }: Pick<AppParts, 'workState'>): PowerCalls {
  return {
    settingsPower: () => workState.read(async ({ state }) => (await readSettings(state)).power),
    settingsSetPower: ({ start, low }) =>
      workState.change(async ({ state }) => {
        const { power } = await readSettings(state)
        const wanted = { start: start ?? power.start, low: low ?? power.low }
        return (await changeSettings(state, { power: wanted }, powerCommit)).power
      }),
  }
}
