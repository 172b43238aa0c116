/** From what a person types to what is meant: the start of an id, an absolute path. */
import { calls } from '../../../contract/calls.ts'
import type { Output as AnswerOf } from '../../../contract/define.ts'
import type { Snapshot } from '../../../contract/snapshot-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import type { AppClient } from '../../../transport/client.ts'

export type SnapshotList = AnswerOf<typeof calls.snapshotsList>

/** The one snapshot whose id is or begins with `wanted`; `on` leaves only one laptop's. */
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
      message: `No snapshot${on === undefined ? '' : ` on ${on}`} has an id that begins with "${wanted}".`,
      hint: 'List them with: pc-switcher snapshots list',
      ...(silent.length === 0 ? {} : { details: silent.join('\n') }),
    })
  }
  throw new AppError({
    code: 'invalid-input',
    message: `"${wanted}" fits ${fitting.length} snapshots.`,
    hint: 'Give more of the id, or the laptop with --on HOST.',
    details: fitting.map(({ laptop, id }) => `${laptop}  ${id}`).join('\n'),
  })
}

export interface Place {
  readonly subvolume: string
  /** Below the subvolume, without a slash at either end; empty for the whole subvolume. */
  readonly path: BytePath
}

/** An absolute path says by itself which subvolume it is in; any other is below `subvolume`. */
export function placeOf(snapshot: Snapshot, given: string, subvolume: string): Place {
  if (!given.startsWith('/')) return { subvolume: requireSubvolume(snapshot, subvolume), path: trim(given) }
  const around = snapshot.subvolumes
    .filter(({ path }) => path !== undefined && (given === path || given.startsWith(path === '/' ? '/' : `${path}/`)))
    .toSorted((one, other) => (other.path?.length ?? 0) - (one.path?.length ?? 0))
  const [closest] = around
  if (closest?.path === undefined) {
    throw new AppError({
      code: 'not-found',
      message: `${given} is in none of the subvolumes of this snapshot.`,
      hint: `It has: ${snapshot.subvolumes.map(({ subvolume: name, path }) => path ?? name).join(', ')}.`,
    })
  }
  return { subvolume: closest.subvolume, path: trim(given.slice(closest.path.length)) }
}

export function requireSubvolume(snapshot: Snapshot, subvolume: string): string {
  if (snapshot.subvolumes.some((known) => known.subvolume === subvolume)) return subvolume
  throw new AppError({
    code: 'not-found',
    message: `This snapshot has no subvolume "${subvolume}".`,
    hint: `It has: ${snapshot.subvolumes.map((known) => known.subvolume).join(', ')}.`,
  })
}

function trim(path: string): BytePath {
  return bytePathFromText(path.replace(/^\/+|\/+$/g, ''))
}
