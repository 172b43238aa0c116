/** Resolves what a person types: the start of an ID, an absolute path. */
import { calls } from '../../../contract/calls.ts'
import type { Output as AnswerOf } from '../../../contract/define.ts'
import type { Snapshot } from '../../../contract/snapshot-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import type { AppClient } from '../../../transport/client.ts'
import { shortIds } from '../short-ids.ts'
import {
  noSuchLaptop,
  noSuchSnapshot,
  noSuchSubvolume,
  notInSnapshot,
  notPlain,
  severalSnapshots,
} from './error-texts.ts'

export type SnapshotList = AnswerOf<typeof calls.snapshotsList>

/** The one snapshot whose ID is or starts with `wanted`, on laptop `on` if given. Throws "not-found" or "invalid-input". */
export async function chooseSnapshot(client: AppClient, wanted: string, on?: string): Promise<Snapshot> {
  return pickSnapshot(await client.call(calls.snapshotsList, {}), wanted, on)
}

export function pickSnapshot({ snapshots, missing }: SnapshotList, wanted: string, on?: string): Snapshot {
  const ofLaptop = snapshots.filter(({ laptop }) => on === undefined || laptop === on)
  const exact = ofLaptop.filter(({ id }) => id === wanted)
  const fitting = exact.length > 0 ? exact : ofLaptop.filter(({ id }) => id.startsWith(wanted))
  const [only] = fitting
  if (only !== undefined && fitting.length === 1) return only
  if (only === undefined) {
    const silent = missing.map(({ laptop, error }) => `${laptop}: ${error.message}`)
    throw new AppError({
      code: 'not-found',
      ...noSuchSnapshot(wanted, on),
      ...(silent.length === 0 ? {} : { details: silent.join('\n') }),
    })
  }
  throw new AppError({
    code: 'invalid-input',
    ...severalSnapshots(wanted, fitting),
    details: fitting.map(({ laptop, id }) => `${laptop}  ${id}`).join('\n'),
  })
}

/** AppError "unknown-host" for a name that neither laptop has. */
export async function requireLaptop(client: AppClient, on: string): Promise<void> {
  const { here, peer } = await client.call(calls.overview, { refresh: false })
  const names = [here, peer].flatMap((one) => (one === undefined ? [] : [one.laptop.name]))
  if (!names.includes(on)) throw new AppError({ code: 'unknown-host', ...noSuchLaptop(on, names) })
}

/** To the minute at least: what comes before is the day, which many share. */
const leastShown = '20261120T0752'.length

/** As they are listed. Of one that is on both laptops, `--on` says which. */
export function shortSnapshotIds(snapshots: readonly Pick<Snapshot, 'id'>[]): ReadonlyMap<string, string> {
  return shortIds(
    snapshots.map(({ id }) => id),
    leastShown,
  )
}

export interface ChosenPlace {
  readonly subvolume: string
  /** Below the subvolume, without a slash at either end; empty for the whole subvolume. */
  readonly path: BytePath
}

/** A snapshot, or a copy of one: what it has, and where each was mounted. */
export interface WithSubvolumes {
  readonly subvolumes: readonly { readonly subvolume: string; readonly path?: string | undefined }[]
}

/** An absolute path belongs to the closest subvolume around it; a relative one is below `subvolume`. */
export function placeOf(snapshot: WithSubvolumes, given: string, subvolume: string): ChosenPlace {
  if (given.split('/').some((name) => name === '.' || name === '..'))
    throw new AppError({ code: 'invalid-input', ...notPlain(given) })
  if (!given.startsWith('/')) return { subvolume: requireSubvolume(snapshot, subvolume), path: trim(given) }
  const around = snapshot.subvolumes
    .filter(({ path }) => path !== undefined && (given === path || given.startsWith(path === '/' ? '/' : `${path}/`)))
    .toSorted((one, other) => (other.path?.length ?? 0) - (one.path?.length ?? 0))
  const [closest] = around
  if (closest?.path === undefined) {
    throw new AppError({
      code: 'not-found',
      ...notInSnapshot(
        given,
        snapshot.subvolumes.map(({ subvolume: name, path }) => path ?? name),
      ),
    })
  }
  return { subvolume: closest.subvolume, path: trim(given.slice(closest.path.length)) }
}

export function requireSubvolume(snapshot: WithSubvolumes, subvolume: string): string {
  if (snapshot.subvolumes.some((known) => known.subvolume === subvolume)) return subvolume
  throw new AppError({
    code: 'not-found',
    ...noSuchSubvolume(
      subvolume,
      snapshot.subvolumes.map((known) => known.subvolume),
    ),
  })
}

function trim(path: string): BytePath {
  return bytePathFromText(path.replace(/^\/+|\/+$/g, ''))
}
