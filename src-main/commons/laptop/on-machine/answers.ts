import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { readOwnText } from '../../../tools/files/own-file.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import * as setAside from '../../../tools/files/set-aside.ts'
import { syncFileSystems } from '../../../tools/files/sync.ts'
import { readPrettyName, writePrettyName } from '../../../tools/machine-info.ts'
import { mayHang, type MountEntry, readMountsOf } from '../../../tools/proc/mountinfo.ts'
import { isAlive, type ProcessIdentity } from '../../../tools/proc/process-identity.ts'
import { ifAlive } from '../../../tools/proc/running-processes.ts'
import { suspend } from '../../../tools/systemd/suspend.ts'
import { inhibitSleep, type Inhibitor } from '../../../tools/systemd/systemd-inhibit.ts'
import type { AllInAgent } from '../../capability/agent-capability.ts'
import {
  endHungAgent,
  flushDisks,
  holdAwake,
  listSetAside,
  measureLink,
  readLabel,
  releaseAwake,
  suspendLaptop,
  writeLabel,
} from '../verbs.ts'

export function createLaptopAnswers({ areas, atStart }: Pick<AllInAgent, 'areas' | 'atStart'>): readonly Answer[] {
  return [
    ...createAwakeAnswers(),
    answerFlush(areas),
    answerEnd(atStart),
    answer(measureLink, ({ data }) => Promise.resolve({ characters: data.length })),
    answer(readLabel, () => Promise.resolve(labelNow())),
    answer(writeLabel, ({ label }) => {
      writePrettyName(label)
      return Promise.resolve(labelNow())
    }),
    answer(listSetAside, (_input, { host }) => {
      const files = [host.stateFolder, host.runFolder].flatMap((folder) => setAside.listSetAside(folder))
      return Promise.resolve({ files })
    }),
  ]
}

const labelNow = () => ({ label: readPrettyName() ?? hostname(), hostName: hostname() })

/** An agent holds at most one inhibitor, and starts a new one if the earlier one failed or ended. */
function createAwakeAnswers(): readonly Answer[] {
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

const answerFlush = (areas: AllInAgent['areas']) =>
  answer(flushDisks, async (_input, { host, signal }) => {
    const own = ['/', ...areas.map(({ folder }) => folder), host.stateFolder, host.appFolder]
    await flushPlaces(
      () => placesToFlush(readMountsOf('self'), own),
      (places) => syncFileSystems(places, { signal }),
    )
    return {}
  })

/** What is unmounted between the look and its turn has been flushed by that, and fails nothing. */
export async function flushPlaces(
  look: () => readonly string[],
  flush: (places: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let places = look(); ;) {
    try {
      await flush(places)
      return
    } catch (thrown) {
      const still = new Set(look())
      const left = places.filter((place) => still.has(place))
      if (left.length === places.length) throw thrown
      places = left
    }
  }
}

/** Where people plug in what may be slow, and nothing of a switch is. */
const removable = /^\/(?:media|mnt|run\/media)(?:\/|$)/

/** One folder of each file system that is on a disk of this laptop, and of those that `own` names. */
export function placesToFlush(mounts: readonly MountEntry[], own: readonly string[]): readonly string[] {
  const places = new Map<string, string>()
  for (const mount of mounts) {
    const { device, target, source, readOnly } = mount
    if (!source.startsWith('/dev/') || readOnly || mayHang(mount) || removable.test(target)) continue
    const known = places.get(device)
    if (known === undefined || target.length < known.length) places.set(device, textFromBytePath(target))
  }
  return [...new Set([...own, ...places.values()])].filter((place) => existsSync(place))
}

/** What waits for a disk that hangs may outlive it. */
const patienceMs = 5_000
const lookEveryMs = 50

const answerEnd = (atStart: AllInAgent['atStart']) =>
  answer(endHungAgent, async (hung, { host, signal }) => {
    if (hung.pid === process.pid || !isAgent(hung)) return { ended: false }
    process.kill(hung.pid, 'SIGKILL')
    host.logger.log('warn', 'ended an agent that did not answer', { pid: hung.pid })
    for (const deadline = Date.now() + patienceMs; isAlive(hung) && Date.now() < deadline;)
      await wait(lookEveryMs, undefined, { signal })
    if (isAlive(hung)) return { ended: false }
    // While it lived, what it had begun was its own.
    await atStart(host)
    return { ended: true }
  })

/** It runs the same program as this process. Whoever asks may end nothing else. */
function isAgent(one: ProcessIdentity): boolean {
  const command = ifAlive(() => readOwnText(`/proc/${one.pid}/cmdline`, 'latin1'))
  const own = readOwnText('/proc/self/cmdline', 'latin1')
  return command !== undefined && command === own && isAlive(one)
}
