/** Whether all that the steps write together has room on the target: they may share a disk. */
import { quotaMarginBytes, type Preview } from '../contract/preview.ts'
import { groupBy } from '../kernel/group-by.ts'
import * as texts from './texts.ts'

/** One for each file system of that laptop with too little room, and each quota, at the first of the previews that need it. */
export function withRoomBlockers(
  previews: Readonly<Record<string, Preview>>,
  label: string,
): Readonly<Record<string, Preview>> {
  const needed = Object.entries(previews).flatMap(([stepId, { rooms = [] }]) =>
    rooms.filter(({ bytes }) => bytes > 0).flatMap((room) => claimsOf(room).map((claim) => ({ ...claim, stepId }))),
  )
  const short = [...groupBy(needed, ({ pool }) => pool).values()].filter(hasTooLittle)
  return Object.fromEntries(
    Object.entries(previews).map(([stepId, preview]) => {
      const added = short.filter(([first]) => first?.stepId === stepId).map((claims) => blockerOf(claims, label))
      return [stepId, added.length === 0 ? preview : { ...preview, blockers: [...preview.blockers, ...added] }]
    }),
  )
}

/** What is needed of one pool. Whoever has the same pool shares what is free in it. */
interface Claim {
  readonly pool: string
  readonly what: string
  readonly bytes: number
  readonly freeBytes: number
  readonly largest?: NonNullable<Preview['rooms']>[number]['largest']
  /** Of which the pool is what a quota of btrfs leaves: "0/257". */
  readonly group?: string
}

function claimsOf({ fileSystem, quotas = [], ...room }: NonNullable<Preview['rooms']>[number]): readonly Claim[] {
  return [
    { pool: fileSystem, ...room },
    ...quotas.map(({ group, freeBytes }) => ({ pool: `${fileSystem} ${group}`, ...room, group, freeBytes })),
  ]
}

/** A disk that is nearly full is told by the checks, a quota by nobody: what is written there afterwards needs room, too. */
function hasTooLittle(claims: readonly Claim[]): boolean {
  const left = freeFor(claims) - claims.reduce((sum, { bytes }) => sum + bytes, 0)
  return left <= (claims[0]?.group === undefined ? 0 : quotaMarginBytes)
}

function blockerOf(claims: readonly Claim[], label: string): Preview['blockers'][number] {
  const room = { needed: claims, free: freeFor(claims), largest: claims.flatMap((claim) => claim.largest ?? []) }
  const group = claims[0]?.group
  return group === undefined ? texts.tooLittleRoom(room, label) : texts.quotaTooSmall(room, group, label)
}

/** Each asked at a moment of its own. */
function freeFor(claims: readonly Claim[]): number {
  return Math.min(...claims.map(({ freeBytes }) => freeBytes))
}
