/** Commands about keeping: create, pin, unpin, delete, prune, retention. */
import { calls } from '../../../contract/calls.ts'
import type { RetentionPolicy, RetentionView } from '../../../contract/snapshot-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { onOf, type CliCommand } from '../program-parts.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliOutput } from '../output.ts'
import { chooseSnapshot, pickSnapshot } from './choose.ts'
import { notYet } from './consent.ts'
import { toned } from '../colours.ts'
import { tableLines } from '../fit-lines.ts'
import { localTime } from '../local-time.ts'
import { invalidSetting, noLaptopAnswered } from './error-texts.ts'
import {
  deletedLine,
  failureLine,
  keptLine,
  pendingLine,
  pinnedLine,
  pruneLine,
  retentionLines,
  snapshotLines,
  spaceWords,
} from './texts.ts'

export function createCommand(options: { readonly on?: string; readonly note: string }): CliCommand {
  return async ({ client }, output) => {
    const answer = await client.call(calls.snapshotsCreate, { on: onOf(options.on), note: options.note })
    output.tell({ type: 'taken', ...answer })
    for (const { laptop, id } of answer.taken) output.say(`${laptop}  ${id}`)
    answer.failed.map(failureLine).forEach(output.say)
    return answer.failed.length === 0 ? exitCodes.done : exitCodes.failed
  }
}

export function pinCommand(id: string, pinned: boolean, options: { readonly on?: string }): CliCommand {
  return async ({ client }, output) => {
    const one = await chooseSnapshot(client, id, options.on)
    await client.call(calls.snapshotsPin, { laptop: one.laptop, id: one.id, pinned })
    output.tell({ type: 'pinned', laptop: one.laptop, id: one.id, pinned })
    output.say(pinnedLine(one.id, one.laptop, pinned))
    return exitCodes.done
  }
}

export interface DoOptions {
  readonly on?: string
  readonly dryRun: boolean
  readonly yes: boolean
}

export function deleteCommand(ids: readonly string[], options: DoOptions): CliCommand {
  return async ({ client }, output) => {
    const list = await client.call(calls.snapshotsList, {})
    const chosen = ids.map((id) => pickSnapshot(list, id, options.on))
    const dryRun = options.dryRun || !options.yes
    const refs = chosen.map(({ laptop, id }) => ({ laptop, id }))
    const answer = await client.call(calls.snapshotsDelete, { snapshots: refs, dryRun })
    output.tell({ type: dryRun ? 'would-delete' : 'deleted', ...answer })
    const gone = chosen.filter((one) => answer.deleted.some(({ laptop, id }) => one.id === id && one.laptop === laptop))
    for (const line of snapshotLines(gone)) output.say(deletedLine(line, dryRun))
    answer.refused.map(keptLine).forEach(output.say)
    sayPending(output, answer.pendingBytes)
    if (dryRun && !options.dryRun) return notYet(output)
    return answer.refused.length === 0 ? exitCodes.done : exitCodes.failed
  }
}

export function pruneCommand(options: DoOptions): CliCommand {
  return async ({ client }, output) => {
    const dryRun = options.dryRun || !options.yes
    const answer = await client.call(calls.snapshotsPrune, { on: onOf(options.on), dryRun })
    output.tell({ type: dryRun ? 'would-prune' : 'pruned', ...answer })
    for (const result of answer.laptops) {
      output.say(pruneLine(result.laptop, { keep: result.keep.length, gone: result.delete.length }, dryRun))
      const rows = result.delete.map(({ id, at, why, space }) => [`  - ${localTime(at)}`, spaceWords(space), id, why])
      for (const line of tableLines(rows, [1])) output.say(toned('bad', line))
      sayPending(output, result.pendingBytes)
    }
    answer.missing.map(failureLine).forEach(output.say)
    if (dryRun && !options.dryRun && answer.laptops.some((result) => result.delete.length > 0)) return notYet(output)
    return answer.missing.length === 0 ? exitCodes.done : exitCodes.failed
  }
}

function sayPending(output: CliOutput, bytes: number | undefined): void {
  if (bytes !== undefined) output.say(pendingLine(bytes))
}

export interface RetentionOptions {
  readonly on?: string
  readonly set: readonly string[]
  readonly enable: boolean
  readonly disable: boolean
  readonly schedule?: RetentionView['schedule']
  readonly addFolder?: string
  readonly removeFolder?: string
}

export function retentionCommand(options: RetentionOptions): CliCommand {
  return async ({ client }, output) => {
    const now = await client.call(calls.retentionGet, {})
    const answer = changesAnything(options)
      ? await client.call(calls.retentionSet, changesOf(options, now.laptops))
      : now
    output.tell({ type: 'retention', ...answer })
    answer.laptops.flatMap(retentionLines).forEach(output.say)
    answer.missing.map(failureLine).forEach(output.say)
    return answer.missing.length === 0 ? exitCodes.done : exitCodes.failed
  }
}

function changesAnything({ set, enable, disable, schedule, addFolder, removeFolder }: RetentionOptions): boolean {
  return set.length > 0 || enable || disable || [schedule, addFolder, removeFolder].some((one) => one !== undefined)
}

function changesOf(options: RetentionOptions, laptops: readonly RetentionView[]) {
  const { on, set, enable, disable, schedule, addFolder, removeFolder } = options
  const before = laptops.find(({ laptop }) => on === undefined || laptop === on)
  if (before === undefined) {
    throw new AppError({
      code: 'unreachable',
      ...noLaptopAnswered,
    })
  }
  const extra = [...before.extra, ...onOf(addFolder)].filter((folder) => folder !== removeFolder)
  return {
    on: onOf(on),
    ...(set.length === 0 ? {} : { policy: set.reduce(withSetting, before.policy) }),
    ...(enable || disable ? { enabled: enable } : {}),
    ...(schedule === undefined ? {} : { schedule }),
    ...(addFolder === undefined && removeFolder === undefined ? {} : { extra: [...new Set(extra)] }),
  }
}

function withSetting(policy: RetentionPolicy, setting: string): RetentionPolicy {
  const [name = '', text = ''] = setting.split('=')
  const value = Number(text)
  if (!(name in policy) || text.trim() === '' || !Number.isFinite(value)) {
    throw new AppError({
      code: 'invalid-input',
      ...invalidSetting(setting, Object.keys(policy)),
    })
  }
  return { ...policy, [name]: value }
}
