/** All images on both laptops, read whole, whatever is remembered of them; outside a switch. */
import type { FullCheck } from '../../../commons/capability/app-capability.ts'
import { sideBySide, sumProgress } from '../../../commons/side-by-side.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { DifferingItem, VerifiedArea } from '../../../contract/verify-calls.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { imagesArea } from '../area.ts'
import { hashImages, listImages, type Image, type ImageList } from '../verbs.ts'
import { listedIn } from './images-plan.ts'
import * as texts from './texts.ts'

interface Side {
  readonly machine: Machine
  readonly list: ImageList
  /** Names to checksums, of those that nothing is working on. */
  readonly sums: ReadonlyMap<BytePath, string>
  /** The disk does not give all of them. */
  readonly unread: readonly BytePath[]
}

export const checkAllImages: FullCheck = async (pair, last, options) => {
  const [from, to] = await readBoth(pair, options)
  if (from === undefined || to === undefined) throw new Error('a pair is two laptops')
  const chosen = last?.chosen(stepIds.images) ?? new Set<string>()
  const left = last?.left(stepIds.images) ?? new Set<string>()
  const names = [...new Set([from, to].flatMap(({ list }) => listedIn(list).images.map(({ name }) => name)))].sort()
  const differing = [...[from, to].flatMap(unknownOf), ...names.flatMap((name) => differenceOf(name, from, to))]
  const busy = names
    .filter((name) => isBusy(name, from, to))
    .map((name) => ({ path: textFromBytePath(name), differsIn: [] }))
  const list = (items: readonly DifferingItem[]) => ({ count: items.length, items: [...items] })
  return {
    title: texts.stepTitle,
    compared: names.length - busy.length,
    bytesRead: [from, to].reduce((sum, side) => sum + bytesOf(side), 0),
    differs: list(differing.filter(({ path }) => !chosen.has(path) && !left.has(path))),
    asChosen: list(differing.filter(({ path }) => chosen.has(path))),
    notCompared: list([...differing.filter(({ path }) => left.has(path) && !chosen.has(path)), ...busy]),
    leftOut: [from, to].flatMap(leftOutOf),
    notes: [from, to].flatMap(notesOf),
  }
}

function readBoth({ from, to }: Pair, { signal, onProgress }: CallOptions): Promise<Side[]> {
  const reports = sumProgress(2, onProgress)
  return sideBySide(
    [from, to].map((machine, index) => async (stop) => {
      const list = await machine.call(listImages, {}, { signal: stop })
      const names = listedIn(list).images.flatMap(({ name, usedBy }) => (usedBy === undefined ? [name] : []))
      const asked = { signal: stop, onProgress: reports[index] }
      reports[index]?.({ done: 0, total: 0, unit: 'bytes' })
      const { hashes, unread } =
        names.length === 0
          ? { hashes: [], unread: [] }
          : await machine.call(hashImages, { names, offered: false, anew: true }, asked)
      return { machine, list, unread, sums: new Map(hashes.map(({ name, sha256 }) => [name, sha256])) }
    }),
    signal,
  )
}

/** Nothing is said of what could not be looked at. */
function unknownOf({ list, unread }: Side): readonly DifferingItem[] {
  const places = list.kind === 'tool-missing' ? [imagesArea.folder] : unread.map(textFromBytePath)
  return places.map((path) => ({ path, differsIn: ['unreadable'] }))
}

/** What a guest works on changes all the time: it is not read. */
function isBusy(name: BytePath, from: Side, to: Side): boolean {
  const sides = [from, to]
  if (sides.some((side) => imageOf(side, name) === undefined || side.unread.includes(name))) return false
  return !sides.every(({ sums }) => sums.has(name))
}

function differenceOf(name: BytePath, from: Side, to: Side): readonly DifferingItem[] {
  const path = textFromBytePath(name)
  const [here, there] = [imageOf(from, name), imageOf(to, name)]
  if (here === undefined) return [{ path, differsIn: ['missing'], onlyOn: to.machine.label }]
  if (there === undefined) return [{ path, differsIn: ['missing'], onlyOn: from.machine.label }]
  const [one, other] = [from.sums.get(name), to.sums.get(name)]
  return one === undefined || other === undefined || one === other ? [] : [{ path, differsIn: ['contents'] }]
}

function imageOf({ list }: Side, wanted: BytePath): Image | undefined {
  return listedIn(list).images.find(({ name }) => name === wanted)
}

function bytesOf({ list, sums }: Side): number {
  return listedIn(list).images.reduce((sum, { name, bytes }) => sum + (sums.has(name) ? bytes : 0), 0)
}

function leftOutOf({ machine, list }: Side): VerifiedArea['leftOut'] {
  if (list.kind === 'tool-missing' || list.others.length === 0) return []
  const examples = list.others.slice(0, 20).map(textFromBytePath)
  return [{ laptop: machine.label, title: texts.notImages, count: list.others.length, examples, byPerson: false }]
}

function notesOf({ machine, list }: Side): readonly string[] {
  if (list.kind === 'tool-missing') return [texts.toolMissingNote(machine.label)]
  const used = listedIn(list).images.filter(({ usedBy }) => usedBy !== undefined)
  const names = used.map(({ name }) => textFromBytePath(name))
  return names.length === 0 ? [] : [texts.inUseNote(names, machine.label)]
}
