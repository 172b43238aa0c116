/** All volumes that both laptops have, read whole, whatever is remembered of them, and images by ID and layers; outside a switch. */
import type { FullCheck } from '../../../commons/capability/app-capability.ts'
import { sideBySide, sumProgress } from '../../../commons/side-by-side.ts'
import { engineIds, shownContainerName, type EngineId } from '../../../contract/container-rule.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { DifferingItem } from '../../../contract/verify-calls.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { digestVolumes, listContainers, type ContainerImage, type Contents, type Volume } from '../verbs.ts'
import { imagesByName } from './image-plan.ts'
import { troublesOf } from './probe-containers.ts'
import { isSameImage } from './run-images.ts'
import * as texts from './texts.ts'

/** What one engine on one laptop has. */
interface Side {
  readonly machine: Machine
  readonly contents: Contents
  /** Of those that no container has and that can be carried. */
  readonly digests: ReadonlyMap<string, string>
}

type Sides = Readonly<Record<EngineId, Side>>

export const checkAllContainers: FullCheck = async (pair, last, options) => {
  const both = await readBoth(pair, options)
  const checked = engineIds.map((engine) =>
    checkEngine(
      engine,
      both.map((sides) => sides[engine]),
    ),
  )
  const differing = checked.flatMap((one) => one.differing)
  const chosen = last?.chosen(stepIds.containers) ?? new Set<string>()
  const left = last?.left(stepIds.containers) ?? new Set<string>()
  const list = (items: readonly DifferingItem[]) => ({ count: items.length, items: [...items] })
  return {
    title: texts.stepTitle,
    compared: checked.reduce((sum, one) => sum + one.compared, 0),
    bytesRead: checked.reduce((sum, one) => sum + one.bytesRead, 0),
    differs: list(differing.filter(({ path }) => !chosen.has(path) && !left.has(path))),
    asChosen: list(differing.filter(({ path }) => chosen.has(path))),
    notCompared: list([
      ...differing.filter(({ path }) => left.has(path) && !chosen.has(path)),
      ...checked.flatMap(({ unread }) => unread.map((path) => ({ path, differsIn: [] }))),
    ]),
    leftOut: [],
    notes: checked.flatMap((one) => one.notes),
  }
}

interface Checked {
  readonly compared: number
  readonly bytesRead: number
  readonly differing: readonly DifferingItem[]
  readonly unread: readonly string[]
  readonly notes: readonly string[]
}

function checkEngine(engine: EngineId, sides: readonly Side[]): Checked {
  const bytesRead = sides.reduce((sum, side) => sum + bytesOf(side), 0)
  const isAsked = sides.every(({ contents }) => contents.kind === 'asked')
  const troubles = troublesOf(engine, ...sides.map(({ machine, contents }) => [machine, contents] as const))
  const notes = troubles.map(({ title }) => texts.troubleNote(title))
  if (!isAsked) return { compared: 0, bytesRead, differing: [], unread: [], notes }
  const names = [...new Set(sides.flatMap(({ contents }) => namesOf(contents)))].sort()
  const images = compareImages(sides)
  const unread = names.filter(
    (name) => sides.every((side) => has(side, name)) && !sides.every(({ digests }) => digests.has(name)),
  )
  const differing = [...names.flatMap((name) => differenceOf(name, sides)), ...images.differing]
  return {
    ...{ compared: names.length - unread.length + images.compared, bytesRead, notes },
    differing: differing.map((one) => ({ ...one, path: shownContainerName({ engine, name: one.path }) })),
    unread: unread.map((name) => shownContainerName({ engine, name })),
  }
}

function readBoth({ from, to }: Pair, { signal, onProgress }: CallOptions): Promise<Sides[]> {
  const reports = sumProgress(2 * engineIds.length, onProgress)
  return sideBySide(
    [from, to].map((machine, index) => async (stop): Promise<Sides> => {
      const contents = await machine.call(listContainers, {}, { signal: stop })
      const read = async (engine: EngineId): Promise<Side> => {
        const names = volumesOf(contents[engine]).flatMap(({ name, usedBy, cannot }) =>
          usedBy.length === 0 && cannot === undefined ? [name] : [],
        )
        const report = reports[index * engineIds.length + engineIds.indexOf(engine)]
        report?.({ done: 0, total: 0, unit: 'bytes' })
        const asked = { signal: stop, onProgress: report }
        const { digests } =
          names.length === 0 ? { digests: [] } : await machine.call(digestVolumes, { engine, names, anew: true }, asked)
        return { machine, contents: contents[engine], digests: new Map(digests.map((one) => [one.name, one.digest])) }
      }
      return { podman: await read('podman'), docker: await read('docker') }
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
  const [one, other] = sides.map(({ contents }) => imagesOf(contents))
  const names = [...new Set(sides.flatMap(({ contents }) => [...imagesOf(contents).keys()]))].sort()
  const differing = names.flatMap((path): readonly DifferingItem[] => {
    const [here, there] = [one?.get(path), other?.get(path)]
    if (here !== undefined && there !== undefined)
      return isSameImage(here, there) ? [] : [{ path, differsIn: ['contents'] }]
    if ((here ?? there)?.isPulled === true) return []
    const only = sides.find(({ contents }) => imagesOf(contents).has(path))
    return only === undefined ? [] : [{ path, differsIn: ['missing'], onlyOn: only.machine.label }]
  })
  return { compared: names.filter((name) => one?.has(name) === true && other?.has(name) === true).length, differing }
}

function imagesOf(contents: Contents): ReadonlyMap<string, ContainerImage> {
  return imagesByName(contents.kind === 'asked' ? contents.images : [])
}

function volumesOf(contents: Contents): readonly Volume[] {
  return contents.kind === 'asked' ? contents.volumes : []
}

function namesOf(contents: Contents): readonly string[] {
  return volumesOf(contents).map(({ name }) => name)
}

function has({ contents }: Side, wanted: string): boolean {
  return volumesOf(contents).some(({ name }) => name === wanted)
}

function bytesOf({ contents, digests }: Side): number {
  return volumesOf(contents).reduce((sum, { name, bytes }) => sum + (digests.has(name) ? bytes : 0), 0)
}
