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
  readonly part: string
  /** Below the part, without a slash at either end; empty for the whole part. */
  readonly path: BytePath
}

/** An absolute path says by itself which part it is in; any other is below `part`. */
export function placeOf(snapshot: Snapshot, given: string, part: string): Place {
  if (!given.startsWith('/')) return { part: requirePart(snapshot, part), path: trim(given) }
  const around = snapshot.parts
    .filter(({ path }) => path !== undefined && (given === path || given.startsWith(path === '/' ? '/' : `${path}/`)))
    .toSorted((one, other) => (other.path?.length ?? 0) - (one.path?.length ?? 0))
  const [closest] = around
  if (closest?.path === undefined) {
    throw new AppError({
      code: 'not-found',
      message: `${given} is in none of the parts of this snapshot.`,
      hint: `It has: ${snapshot.parts.map(({ part: name, path }) => path ?? name).join(', ')}.`,
    })
  }
  return { part: closest.part, path: trim(given.slice(closest.path.length)) }
}

export function requirePart(snapshot: Snapshot, part: string): string {
  if (snapshot.parts.some((known) => known.part === part)) return part
  throw new AppError({
    code: 'not-found',
    message: `This snapshot has no part "${part}".`,
    hint: `It has: ${snapshot.parts.map((known) => known.part).join(', ')}.`,
  })
}

function trim(path: string): BytePath {
  return bytePathFromText(path.replace(/^\/+|\/+$/g, ''))
}
