import { existsSync } from 'node:fs'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { syncFileSystems } from '../../../tools/files/sync.ts'
import { readMountsOf, mayHang, type MountEntry } from '../../../tools/proc/mountinfo.ts'
import type { AllInAgent } from '../../capability/agent-capability.ts'
import { flushDisks } from '../verbs.ts'

const answerFlush = (areas: AllInAgent['areas']) =>
  answer(flushDisks, async (_input, { host, signal }) => {
    const own = ['/', ...areas.map(({ folder }) => folder), host.stateFolder, host.appFolder]
    await syncFileSystems(placesToFlush(readMountsOf('self'), own), { signal })
    return {}
  })

export function createDisksAnswers({ areas }: Pick<AllInAgent, 'areas'>): readonly Answer[] {
  return [answerFlush(areas)]
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
