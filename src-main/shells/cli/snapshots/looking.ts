/** Commands that only read: list, show, diff, browse, find, versions. */
import { calls } from '../../../contract/calls.ts'
import type { Input as InputOf } from '../../../contract/define.ts'
import type { FolderEntry } from '../../../contract/files-calls.ts'
import type { LookSide } from '../../../contract/look.ts'
import type { Snapshot } from '../../../contract/snapshot-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { formatBytes } from '../../../kernel/units.ts'
import type { AppClient } from '../../../transport/client.ts'
import type { CliCommand } from '../program-parts.ts'
import type { Connection } from '../connection.ts'
import { differenceLines } from '../difference.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliOutput } from '../output.ts'
import {
  chooseSnapshot,
  placeOf,
  requireLaptop,
  requireSubvolume,
  shortSnapshotIds,
  type ChosenPlace,
} from './choose.ts'
import { tableLines } from '../fit-lines.ts'
import { localTime } from '../local-time.ts'
import { noSnapshotOf, notText, noVersionOf, onNeitherSide } from './error-texts.ts'
import {
  alsoInWords,
  changeLines,
  countsLine,
  foundWhen,
  moreFoundLine,
  noSnapshots,
  noSuchName,
  notListedLine,
  notSearchedLine,
  showLines,
  snapshotLines,
  versionChanged,
  versionSize,
} from './texts.ts'

const pageSize = 2000

export function listCommand(options: { readonly on?: string }): CliCommand {
  return async ({ client }, output) => {
    const { snapshots, missing } = await client.call(calls.snapshotsList, {})
    if (options.on !== undefined) await requireLaptop(client, options.on)
    const shown = snapshots.filter(({ laptop }) => options.on === undefined || laptop === options.on)
    output.tell({ type: 'snapshots', snapshots: shown, missing })
    const short = shortSnapshotIds(snapshots)
    snapshotLines(shown, short).forEach(output.say)
    missing.map(notListedLine).forEach(output.say)
    if (shown.length === 0 && missing.length === 0) output.say(noSnapshots)
    return exitCodes.done
  }
}

export function showCommand(id: string, options: { readonly on?: string; readonly exact: boolean }): CliCommand {
  return async ({ client }, output) => {
    const found = await chooseSnapshot(client, id, options.on)
    const snapshot = options.exact ? await measured({ client }, found) : found
    output.tell({ type: 'snapshot', snapshot })
    showLines(snapshot).forEach(output.say)
    return exitCodes.done
  }
}

async function measured({ client }: Pick<Connection, 'client'>, snapshot: Snapshot): Promise<Snapshot> {
  const { sizes } = await client.call(calls.snapshotsMeasure, { laptop: snapshot.laptop, ids: [snapshot.id] })
  const bytes = sizes[0]?.bytes
  return bytes === undefined ? snapshot : { ...snapshot, space: { kind: 'exact', bytes } }
}

export interface DiffOptions {
  readonly on?: string
  readonly subvolume: string
  readonly under?: string
  readonly file?: string
}

export function diffCommand(one: string, other: string, options: DiffOptions): CliCommand {
  return async (connection, output) => {
    const { client } = connection
    const earlier = await chooseSnapshot(client, one, options.on)
    const later = other === 'now' ? undefined : await chooseSnapshot(client, other, earlier.laptop)
    const { laptop } = earlier
    if (options.file !== undefined) return diffFile(connection, output, { earlier, other: later?.id ?? 'now' }, options)
    const subvolume = requireSubvolume(earlier, options.subvolume)
    const made = await client.call(calls.compareMake, { laptop, subvolume, one: earlier.id, other: later?.id ?? 'now' })
    output.tell({
      type: 'compared',
      laptop,
      subvolume,
      one: earlier.id,
      other: later?.id ?? 'now',
      counts: made.counts,
    })
    const under = options.under === undefined ? undefined : placeOf(earlier, options.under, options.subvolume).path
    const filter = under === undefined || under === '' ? {} : { under }
    for (let offset = 0, total = 1; offset < total; offset += pageSize) {
      const asked = { laptop, compareId: made.compareId, offset, limit: pageSize, ...filter }
      const page = await client.call(calls.comparePage, asked)
      total = page.total
      if (total === 0 && under !== undefined && under !== '')
        await requireUnder({ earlier, other: later?.id ?? 'now' }, { subvolume, path: under }, client)
      for (const change of page.entries) output.tell({ type: 'change', change })
      changeLines(page.entries).forEach(output.say)
    }
    output.say(countsLine(made.counts))
    return exitCodes.done
  }
}

/** Nothing differs below what is on neither side. */
async function requireUnder({ earlier, other }: Compared, place: ChosenPlace, client: AppClient): Promise<void> {
  const look = (id: string) =>
    client.call(calls.filesList, { laptop: earlier.laptop, id, ...place, offset: 0, limit: 1 })
  const found = await Promise.allSettled([look(earlier.id), look(other)])
  if (found.every(({ status }) => status === 'rejected'))
    throw new AppError({ code: 'not-found', ...onNeitherSide(textFromBytePath(place.path)) })
}

interface Compared {
  readonly earlier: Snapshot
  /** A later snapshot of the same laptop, or "now". */
  readonly other: string
}

async function diffFile(
  { client }: Connection,
  output: CliOutput,
  { earlier, other }: Compared,
  options: DiffOptions,
): Promise<number> {
  const { subvolume, path } = placeOf(earlier, options.file ?? '', options.subvolume)
  const { sides } = await client.call(calls.filesLook, {
    laptop: earlier.laptop,
    subvolume,
    sides: [
      { id: earlier.id, path },
      { id: other, path },
    ],
  })
  output.tell({ type: 'file', subvolume, path, sides })
  const [before, after] = sides
  if (before === undefined || after === undefined) throw new Error('one side of two is missing')
  if (before.kind === 'absent' && after.kind === 'absent')
    throw new AppError({ code: 'not-found', ...onNeitherSide(textFromBytePath(path)) })
  const name = textFromBytePath(path)
  for (const side of [before, after]) requireText(side, name)
  const heads = [`${name}, ${localTime(earlier.at)}`, `${name}, ${other}`]
  const [head = '', otherHead = ''] = heads
  differenceLines({ head, side: before }, { head: otherHead, side: after }).forEach(output.say)
  return exitCodes.done
}

function requireText(side: LookSide, name: string): void {
  if (side.kind !== 'opaque') return
  const details = `${formatBytes(side.bytes)}, sha256 ${side.sha256}`
  throw new AppError({ code: 'blocked', ...notText(name), details })
}

export function browseCommand(
  id: string,
  path: string,
  options: { readonly on?: string; readonly subvolume: string },
): CliCommand {
  return async ({ client }, output) => {
    const snapshot = await chooseSnapshot(client, id, options.on)
    const place = placeOf(snapshot, path, options.subvolume)
    return sayFolder({ client }, output, { laptop: snapshot.laptop, id: snapshot.id, ...place })
  }
}

/** All that is in a folder of a snapshot, or of a copy. */
export async function sayFolder(
  { client }: Pick<Connection, 'client'>,
  output: CliOutput,
  folder: Omit<InputOf<typeof calls.filesList>, 'offset' | 'limit'>,
): Promise<number> {
  for (let offset = 0, total = 1; offset < total; offset += pageSize) {
    const page = await client.call(calls.filesList, { ...folder, offset, limit: pageSize })
    total = page.total
    for (const entry of page.entries) output.tell({ type: 'entry', entry })
    tableLines(page.entries.map(entryCells), [2]).forEach(output.say)
  }
  return exitCodes.done
}

function entryCells({ name, facts, linkTarget }: FolderEntry): readonly string[] {
  const target = linkTarget === undefined ? '' : ` → ${textFromBytePath(linkTarget)}`
  const shown = `${textFromBytePath(name)}${facts.type === 'folder' ? '/' : ''}${target}`
  return [facts.mode, facts.owner, formatBytes(facts.bytes), localTime(facts.changedAt), shown]
}

export function findCommand(
  name: string,
  options: { readonly on?: string; readonly subvolume: string; readonly limit: number },
): CliCommand {
  return async ({ client }, output) => {
    const on = options.on === undefined ? [] : [options.on]
    const answer = await client.call(calls.filesFind, { name, subvolume: options.subvolume, on, limit: options.limit })
    output.tell({ type: 'found', ...answer })
    const rows = answer.found.map(({ laptop, path, there, newestAt }) => [
      ...[laptop, foundWhen(there, newestAt), textFromBytePath(path)],
    ])
    tableLines(rows).forEach(output.say)
    answer.missing.map(notSearchedLine).forEach(output.say)
    if (!answer.complete) output.say(moreFoundLine(answer.found.length))
    else if (answer.found.length === 0) output.say(noSuchName)
    return exitCodes.done
  }
}

export function versionsCommand(
  path: string,
  options: { readonly on?: string; readonly subvolume: string },
): CliCommand {
  return async ({ client }, output) => {
    const { snapshots } = await client.call(calls.snapshotsList, {})
    const [any] = snapshots.filter((one) => one.subvolumes.some(({ subvolume }) => subvolume === options.subvolume))
    if (any === undefined) {
      throw new AppError({ code: 'not-found', ...noSnapshotOf(options.subvolume) })
    }
    const on = options.on === undefined ? [] : [options.on]
    const answer = await client.call(calls.filesVersions, { ...placeOf(any, path, options.subvolume), on })
    if (answer.versions.length === 0) {
      const details = answer.missing.map(notSearchedLine).join('\n')
      throw new AppError({ code: 'not-found', ...noVersionOf(path), ...(details === '' ? {} : { details }) })
    }
    output.tell({ type: 'versions', ...answer })
    const rows = answer.versions.map(({ laptop, id, at, facts, alsoIn }) => [
      ...[laptop, localTime(at), versionSize(facts), versionChanged(facts)],
      `${id}${alsoInWords(alsoIn.length)}`,
    ])
    tableLines(rows, [2]).forEach(output.say)
    answer.missing.map(notSearchedLine).forEach(output.say)
    return exitCodes.done
  }
}
