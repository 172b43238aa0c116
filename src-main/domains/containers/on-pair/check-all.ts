/** All volumes that both laptops have, read whole, whatever is remembered of them; outside a switch. */
import type { FullCheck } from '../../../commons/capability/app-capability.ts'
import { sideBySide, sumProgress } from '../../../commons/side-by-side.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { DifferingItem } from '../../../contract/verify-calls.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { digestVolumes, listContainers, type Podman, type Volume } from '../verbs.ts'
import * as texts from './texts.ts'

interface Side {
  readonly machine: Machine
  readonly podman: Podman
  /** Of those that no container has and that can be carried. */
  readonly digests: ReadonlyMap<string, string>
}

export const checkAllVolumes: FullCheck = async (pair, last, options) => {
  const sides = await readBoth(pair, options)
  const troubles = sides.flatMap(({ machine, podman }) => texts.trouble(podman, machine.label, true)?.title ?? [])
  const isNeeded = sides.some(({ podman }) => volumesOf(podman).length > 0 || podman.kind === 'silent')
  const names = troubles.length > 0 ? [] : [...new Set(sides.flatMap(({ podman }) => namesOf(podman)))].sort()
  const differing = names.flatMap((name) => differenceOf(name, sides))
  const unread = names.filter(
    (name) => sides.every((side) => has(side, name)) && !sides.every(({ digests }) => digests.has(name)),
  )
  const chosen = last?.chosen(stepIds.containers) ?? new Set<string>()
  const left = last?.left(stepIds.containers) ?? new Set<string>()
  const list = (items: readonly DifferingItem[]) => ({ count: items.length, items: [...items] })
  return {
    title: texts.stepTitle,
    compared: names.length - unread.length,
    bytesRead: sides.reduce((sum, side) => sum + bytesOf(side), 0),
    differs: list(differing.filter(({ path }) => !chosen.has(path) && !left.has(path))),
    asChosen: list(differing.filter(({ path }) => chosen.has(path))),
    notCompared: list([
      ...differing.filter(({ path }) => left.has(path) && !chosen.has(path)),
      ...unread.map((path) => ({ path, differsIn: [] })),
    ]),
    leftOut: [],
    notes: isNeeded ? troubles.map(texts.troubleNote) : [],
  }
}

function readBoth({ from, to }: Pair, { signal, onProgress }: CallOptions): Promise<Side[]> {
  const reports = sumProgress(2, onProgress)
  return sideBySide(
    [from, to].map((machine, index) => async (stop): Promise<Side> => {
      const podman = await machine.call(listContainers, {}, { signal: stop })
      const names = volumesOf(podman).flatMap(({ name, usedBy, cannot }) =>
        usedBy.length === 0 && cannot === undefined ? [name] : [],
      )
      const asked = { signal: stop, onProgress: reports[index] }
      reports[index]?.({ done: 0, total: 0, unit: 'bytes' })
      const { digests } =
        names.length === 0 ? { digests: [] } : await machine.call(digestVolumes, { names, anew: true }, asked)
      return { machine, podman, digests: new Map(digests.map(({ name, digest }) => [name, digest])) }
    }),
    signal,
  )
}

function differenceOf(path: string, sides: readonly Side[]): readonly DifferingItem[] {
  const [only, ...others] = sides.filter((side) => has(side, path))
  if (only !== undefined && others.length === 0) return [{ path, differsIn: ['missing'], onlyOn: only.machine.label }]
  const [one, other] = sides.map(({ digests }) => digests.get(path))
  return one === undefined || other === undefined || one === other ? [] : [{ path, differsIn: ['contents'] }]
}

function volumesOf(podman: Podman): readonly Volume[] {
  return podman.kind === 'asked' ? podman.volumes : []
}

function namesOf(podman: Podman): readonly string[] {
  return volumesOf(podman).map(({ name }) => name)
}

function has({ podman }: Side, wanted: string): boolean {
  return volumesOf(podman).some(({ name }) => name === wanted)
}

function bytesOf({ podman, digests }: Side): number {
  return volumesOf(podman).reduce((sum, { name, bytes }) => sum + (digests.has(name) ? bytes : 0), 0)
}
