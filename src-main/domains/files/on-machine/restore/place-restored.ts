/** The last step of every restore: the placer, the only module by which root changes the tree, and a note of what it does. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { newPlacingId } from '../../../../commons/placing/on-machine/placing-file.ts'
import { placeWhole } from '../../../../commons/placing/on-machine/place-whole.ts'
import { setFolder } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { assertNever } from '../../../../kernel/assert-never.ts'
import type { Message } from '../../../../kernel/message.ts'
import type { LeftResult, PlaceRequest, PlaceResult } from '../../../../tools/files/place-lines.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { filesMessages } from '../../messages.ts'
import { notePlacing, type NotedPlacing, type Noted } from './restore-note.ts'

export interface Restoring extends Noted, Pick<NotedPlacing, 'keptSet' | 'etcSet'> {
  readonly stateFolder: string
  readonly request: Omit<PlaceRequest, 'id'>
}

export interface LeftOfRestore {
  readonly path: BytePath
  readonly why: Message
}

export interface Restored {
  /** Where the placer kept what was there. */
  readonly keptAs: readonly BytePath[]
  readonly left: readonly LeftOfRestore[]
}

export async function placeRestored(restoring: Restoring, options: RunOptions): Promise<Restored> {
  const { stateFolder, request, keptSet, etcSet } = restoring
  const id = newPlacingId()
  const lines = [...request.lines]
  notePlacing(stateFolder, restoring, { id, keptSet, lines, ...(etcSet === undefined ? {} : { etcSet }) })
  const results: PlaceResult[] = []
  await placeWhole({ ...request, id }, (result) => results.push(result), options)
  return { keptAs: results.flatMap(keptBy), left: distinct(results.flatMap(leftBy)) }
}

/** Undefined when it is not in the set: then nothing is expected anywhere. */
export function expectedIn(stateFolder: string, setId: string, subvolume: string): string | undefined {
  const root = path.join(setFolder(stateFolder, setId), subvolume)
  return existsSync(root) ? root : undefined
}

/** Whether it, or a folder around it, was left as it is. */
export function isLeft({ left }: Pick<Restored, 'left'>): (path: BytePath) => boolean {
  return (one) => left.some((each) => one === each.path || one.startsWith(`${each.path}/`))
}

function keptBy(result: PlaceResult): BytePath[] {
  const names =
    result.outcome === 'placed' ? result.beside : result.outcome === 'left' ? [result.keptAs ?? []].flat() : []
  const around = result.path.slice(0, result.path.lastIndexOf('/') + 1)
  return names.map((name) => `${around}${name}`)
}

/** A folder has two lines. */
function distinct(left: readonly LeftOfRestore[]): LeftOfRestore[] {
  return [...new Map(left.map((each) => [each.path, each])).values()]
}

function leftBy(result: PlaceResult): LeftOfRestore[] {
  return result.outcome === 'left' ? [{ path: result.path, why: wordLeft(result) }] : []
}

function wordLeft({ why, detail = '' }: LeftResult): Message {
  switch (why) {
    case 'changed':
      return filesMessages.leftChanged({})
    case 'not-empty':
      return filesMessages.leftNotEmpty({})
    case 'no-folder':
      return filesMessages.leftNoFolder({})
    case 'other-file-system':
      return filesMessages.leftMounted({})
    case 'refused':
      return filesMessages.leftRefused({ detail })
    default:
      return assertNever(why)
  }
}
