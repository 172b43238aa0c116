/** What the app has for its capabilities, for a test without one. */
import { createAppCapabilities } from '../../../src-main/app/capabilities.ts'
import { joinApp, type OwnParts } from '../../../src-main/app/join-capabilities.ts'
import { wording } from '../../../src-main/app/wording.ts'
import { openLeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import type { AnyStep, Pair } from '../../../src-main/switch/step.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

export function ownParts(pair: Pair, systemStateFolder: string): OwnParts {
  const state = openLeftState(openSystemState(systemStateFolder))
  return {
    reach: {
      both: () => Promise.resolve([pair.from, pair.to]),
      named: () => Promise.resolve(pair.from),
      all: () => Promise.resolve({ machines: [], missing: [] }),
    },
    here: () => Promise.resolve(pair.from),
    runTask: (_call, _title, work) => work({}),
    systemState: openSystemState(systemStateFolder),
    leftStateOn: () => state,
    workState: {
      read: (work) => work({ state, laptop: pair.from }),
      change: (work) => work({ state, laptop: pair.from }),
      of: () => state,
    },
    systemStateFolder,
    logger: silentLogger,
    wording,
    whenIdle: () => () => undefined,
    connectIdleOn: () => Promise.reject(new Error('nobody looks here')),
    connectIdle: () => Promise.resolve({ ...pair, close: () => undefined }),
    pauseSwitch: () => Promise.resolve(),
  }
}

/** The product's own, in the order of the wizard. None of them is probed or run. */
export async function productSteps(): Promise<readonly AnyStep[]> {
  const [from, to] = await Promise.all(['p17', 'xps'].map((name) => memoryMachine(name, [])))
  if (from === undefined || to === undefined) throw new Error('there are two')
  return joinApp(createAppCapabilities(), ownParts({ from: from.machine, to: to.machine }, '/nonexistent')).steps
}
