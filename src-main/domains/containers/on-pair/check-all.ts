/** All volumes that both laptops have, read whole, whatever is remembered of them, and images by ID and layers; outside a switch. */
import type { FullCheck } from '../../../commons/capability/app-capability.ts'
import { sideBySide, sumProgress } from '../../../commons/side-by-side.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { DifferingItem } from '../../../contract/verify-calls.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { digestVolumes, listContainers, type ContainerImage, type Podman, type Volume } from '../verbs.ts'
import { imagesByName } from './image-plan.ts'
import { isSameImage } from './run-images.ts'
import * as texts from './texts.ts'

interface Side {
  readonly machine: Machine
  readonly podman: Podman
  /** Of those that no container has and that can be carried. */
  readonly digests: ReadonlyMap<string, string>
}

export const checkAllContainers: FullCheck = async (pair, last, options) => {
  const sides = await readBoth(pair, options)
  const troubles = sides.flatMap(({ machine, podman }) => texts.trouble(podman, machine.label, true)?.title ?? [])
  const isNeeded = sides.some(
    ({ podman }) => volumesOf(podman).length + imagesOf(podman).size > 0 || podman.kind === 'silent',
  )
  const isAsked = troubles.length === 0
  const names = isAsked ? [...new Set(sides.flatMap(({ podman }) => namesOf(podman)))].sort() : []
  const images = isAsked ? compareImages(sides) : { compared: 0, differing: [] }
  const differing = [...names.flatMap((name) => differenceOf(name, sides)), ...images.differing]
  const unread = names.filter(
    (name) => sides.every((side) => has(side, name)) && !sides.every(({ digests }) => digests.has(name)),
  )
  const chosen = last?.chosen(stepIds.containers) ?? new Set<string>()
  const left = last?.left(stepIds.containers) ?? new Set<string>()
  const list = (items: readonly DifferingItem[]) => ({ count: items.length, items: [...items] })
  return {
    title: texts.stepTitle,
    compared: names.length - unread.length + images.compared,
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

/** One that can be pulled again counts only where both have it. */
function compareImages(sides: readonly Side[]) {
  const [one, other] = sides.map(({ podman }) => imagesOf(podman))
  const names = [...new Set(sides.flatMap(({ podman }) => [...imagesOf(podman).keys()]))].sort()
  const differing = names.flatMap((path): readonly DifferingItem[] => {
    const [here, there] = [one?.get(path), other?.get(path)]
    if (here !== undefined && there !== undefined)
      return isSameImage(here, there) ? [] : [{ path, differsIn: ['contents'] }]
    if ((here ?? there)?.isPulled === true) return []
    const only = sides.find(({ podman }) => imagesOf(podman).has(path))
    return only === undefined ? [] : [{ path, differsIn: ['missing'], onlyOn: only.machine.label }]
  })
  return { compared: names.filter((name) => one?.has(name) === true && other?.has(name) === true).length, differing }
}

function imagesOf(podman: Podman): ReadonlyMap<string, ContainerImage> {
  return imagesByName(podman.kind === 'asked' ? podman.images : [])
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
