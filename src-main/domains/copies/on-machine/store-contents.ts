/** Which copies the snapshots of a store are, and which of them belong to none. */
import { timeOfSetName } from '../../../commons/snapshot-sets/set-name.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { parseJson } from '../../../kernel/parse-json.ts'
import type { StoredSnapshot } from '../../../tools/restic/restic.ts'
import { copyKey, copySchema, undescribed, type Copy } from '../schemas.ts'

/** Of every snapshot that a copy consists of, and of the one that names them. */
export const tags = { part: 'pc-switcher-part', copy: 'pc-switcher-copy' } as const

export const tagOfSet = (id: string): string => `set=${id}`
/** Of whom a snapshot is. Two laptops that begin at once may have chosen one name. */
export const tagOfOwner = (key: string): string => `owner=${key}`

const tagged = ({ tags: own }: Pick<StoredSnapshot, 'tags'>, beginning: string): string | undefined =>
  own.find((tag) => tag.startsWith(beginning))?.slice(beginning.length)

export interface StoreContents {
  /** Of subvolumes, whether a copy has them or not. */
  readonly parts: readonly StoredSnapshot[]
  /** Those that name them. */
  readonly records: readonly StoredSnapshot[]
  /** The newest first. */
  readonly copies: readonly Copy[]
}

/** What is known already is not read again: a snapshot never changes. `read`: the text of a record, by its id. */
export async function contentsOf(
  all: readonly StoredSnapshot[],
  known: readonly Copy[],
  read: (id: string) => Promise<string>,
): Promise<StoreContents> {
  const withTag = (tag: string) => all.filter((one) => one.tags.includes(tag))
  const [records, parts] = [withTag(tags.copy), withTag(tags.part)]
  const isThere = (part: string): boolean => parts.some(({ id }) => isNamed(id, part))
  const before = new Map(known.flatMap((copy) => (copy.isUnreadable ? [] : [[copyKey(copy), copy]])))
  const whole: Copy[] = []
  const unreadable: Copy[] = []
  for (const record of records) {
    const copy = before.get(keyOf(record)) ?? (await readCopy(record, read))
    if (copy?.isUnreadable) unreadable.push(copy)
    // Somebody's own `restic forget` may have taken a part away.
    else if (copy !== undefined && Object.values(copy.parts).every(isThere)) whole.push(copy)
  }
  // Of two records of one copy the one that can be read counts.
  const copies = new Map([...unreadable, ...whole].map((copy) => [copyKey(copy), copy]))
  return { parts, records, copies: [...copies.values()].toSorted((one, other) => (one.set.at < other.set.at ? 1 : -1)) }
}

/** As `copyKey` of the copy that it belongs to. */
export const keyOf = (stored: Pick<StoredSnapshot, 'hostname' | 'tags'>): string =>
  `${stored.hostname} ${tagged(stored, tagOfSet(''))}`

/** restic 0.14 tells the beginning of an ID when it has made a snapshot. */
const isNamed = (id: string, part: string): boolean => id.startsWith(part)

/** One whose record cannot be read, or is none that is understood here, is there all the same. */
async function readCopy(record: StoredSnapshot, read: (id: string) => Promise<string>): Promise<Copy | undefined> {
  const { data } = copySchema.safeParse(parseJson(await textOf(record.id, read)))
  if (data !== undefined) return data
  const [id, owner] = [tagged(record, tagOfSet('')), tagged(record, tagOfOwner(''))]
  const at = id === undefined ? undefined : timeOfSetName(id)
  return id === undefined || at === undefined ? undefined : undescribed({ laptop: record.hostname, owner, id, at })
}

/** Empty, which is no record, where the store has lost it. */
async function textOf(id: string, read: (id: string) => Promise<string>): Promise<string> {
  try {
    return await read(id)
  } catch (thrown) {
    if (toAppError(thrown).code === 'not-verified') return ''
    throw thrown
  }
}

/** Ids of what runs of this laptop left that were stopped in the middle. Of a copy whose record cannot be read nobody knows what it needs. */
export function partsOfNone(
  { parts, copies }: Pick<StoreContents, 'parts' | 'copies'>,
  key: string,
): readonly string[] {
  const needed = copies.flatMap((copy) => Object.values(copy.parts))
  const unknown = new Set(copies.filter(({ isUnreadable }) => isUnreadable).map(copyKey))
  return parts.flatMap((part) => {
    const isOurs = part.tags.includes(tagOfOwner(key))
    const isNeeded = unknown.has(keyOf(part)) || needed.some((id) => isNamed(part.id, id))
    return isOurs && !isNeeded ? [part.id] : []
  })
}
