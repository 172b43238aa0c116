/** Guests on the source while a switch runs: those that are to be shut down, and what is left out because one is on. */
import type { Machine } from '../../../../machine/machine.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import type { StepOutcome } from '../../../../contract/switch-state.ts'
import type { Progress } from '../../../../contract/define.ts'
import { listGuests, stopGuests, type GuestList } from '../../guest-verbs.ts'
import { listImages } from '../../verbs.ts'
import type { GuestOn, ImageGroup } from '../image-group.ts'
import { guestOn, listedIn, type ListedImages } from '../images-plan.ts'
import { leftOut, shuttingDown } from './texts.ts'

export type LeftOut = NonNullable<StepOutcome['leftOut']>

export interface ImagesRun extends RunContext {
  /** What a guest gets to shut down. */
  readonly shutDownMs: number
}

/** What one usually takes. */
const usuallyMs = 20_000

/** Of groups of which the person said so, those that they were asked about. `afterMs`: what all that follows is thought to take. */
export async function shutGuestsDown(
  { from }: Pair,
  groups: readonly ImageGroup[],
  { shutDownMs: waitMs, signal, report }: ImagesRun,
  afterMs: number,
): Promise<void> {
  const named = (state: GuestOn['state']) => [
    ...new Set(groups.flatMap(({ on }) => on.flatMap((one) => (one.state === state ? [one.name] : [])))),
  ]
  const [running, saved] = [named('running'), named('saved')]
  if (running.length + saved.length === 0) return
  const phase = { beforeMs: 0, ownMs: usuallyMs, afterMs }
  const onProgress = (progress: Progress): void =>
    report({ ...progress, phase, current: shuttingDown([...running, ...saved], from.label), on: 'from' })
  onProgress({ done: 0, total: running.length, unit: 'steps' })
  await from.call(stopGuests, { running, saved, waitMs }, { signal, onProgress })
}

/** What a laptop has of both, as it is now. */
interface NowThere {
  readonly images: ListedImages
  readonly guests: GuestList
}

export async function readNow(machine: Machine, signal: AbortSignal): Promise<NowThere> {
  const [images, guests] = await Promise.all([
    machine.call(listImages, {}, { signal }),
    machine.call(listGuests, {}, { signal }),
  ])
  return { images: listedIn(images), guests }
}

/** Those of the groups of which a guest is not shut down on the source, and why that is. */
export function leaveOut(groups: readonly ImageGroup[], now: NowThere, label: string): LeftOut {
  return groups.flatMap((group) => {
    const why = whyLeftOut(group, now, label)
    return why === undefined ? [] : [{ name: group.name, why }]
  })
}

function whyLeftOut(group: ImageGroup, { images, guests }: NowThere, label: string): string | undefined {
  if (guests.kind === 'silent') return leftOut.silent(label)
  const listed = guests.kind === 'guests' ? guests.guests : []
  const own = listed.filter(({ uuid }) => group.guests.some((one) => one.onFrom && one.uuid === uuid))
  const used = images.images.filter(({ name }) => group.members.some((one) => one.name === name))
  const [on] = [
    ...own.flatMap(({ name, state }): GuestOn[] => (state === 'off' ? [] : [{ name, state }])),
    ...used.flatMap((image) => guestOn(image) ?? []),
  ]
  if (on === undefined) return undefined
  if (on.state === 'saved') return leftOut.saved(on.name, label)
  const wasOn = group.on.some(({ name, state }) => name === on.name && state === 'running')
  return wasOn ? leftOut.stillOn(on.name, label) : leftOut.started(on.name, label)
}

/** By name, also those that are no part of the switch. */
export function stillRunning({ images, guests }: NowThere): readonly string[] {
  const listed = guests.kind === 'guests' ? guests.guests : []
  const users = images.images.flatMap((image) => guestOn(image) ?? [])
  const running = [...listed, ...users].filter(({ state }) => state === 'running')
  return [...new Set(running.map(({ name }) => name))].sort()
}
