/** Commands that bring something back: restore, rollback. */
import { calls } from '../../../contract/calls.ts'
import type { Input as InputOf } from '../../../contract/define.ts'
import type { AppClient } from '../../../transport/client.ts'
import type { RollbackPlan } from '../../../contract/rollback-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { CliCommand } from '../program-parts.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliOutput } from '../output.ts'
import { chooseSnapshot, placeOf } from './choose.ts'
import { notYet } from './consent.ts'
import { notRollable, onlyAtNextStart, severalSubvolumes } from './error-texts.ts'
import {
  etcPlanLines,
  failureLine,
  notReloadedLine,
  reloadedLine,
  restorePlanLines,
  restoreResultLines,
  rollbackPlanLines,
  rollbackStateLines,
} from './texts.ts'

export interface RestoreOptions {
  readonly on?: string
  readonly subvolume: string
  readonly beside: boolean
  readonly onto?: string
  readonly dryRun: boolean
  readonly yes: boolean
}

export function restoreCommand(id: string, paths: readonly string[], options: RestoreOptions): CliCommand {
  return async ({ client }, output) => {
    const snapshot = await chooseSnapshot(client, id, options.on)
    const places = paths.map((path) => placeOf(snapshot, path, options.subvolume))
    const subvolume = oneSubvolume(places.map((place) => place.subvolume))
    const wanted: InputOf<typeof calls.restorePlan> = {
      laptop: snapshot.laptop,
      id: snapshot.id,
      subvolume,
      paths: places.map(({ path }) => path),
      place: options.beside ? 'beside' : 'original',
      onto: options.onto ?? snapshot.laptop,
    }
    return planAndRestore(client, output, wanted, options)
  }
}

/** Shows what would be restored, and does it once that is agreed to. */
export async function planAndRestore(
  client: AppClient,
  output: CliOutput,
  wanted: InputOf<typeof calls.restorePlan>,
  { dryRun, yes }: Pick<RestoreOptions, 'dryRun' | 'yes'>,
): Promise<number> {
  const plan = await client.call(calls.restorePlan, wanted)
  output.tell({ type: 'restore-plan', plan })
  restorePlanLines(plan).forEach(output.say)
  if (dryRun) return exitCodes.done
  if (!yes) return notYet(output)
  const result = await client.call(calls.restoreRun, { planId: plan.planId })
  output.tell({ type: 'restored', result })
  restoreResultLines(result).forEach(output.say)
  return result.left.length === 0 ? exitCodes.done : exitCodes.failed
}

export function oneSubvolume(subvolumes: readonly string[]): string {
  const [subvolume, ...others] = new Set(subvolumes)
  if (subvolume !== undefined && others.length === 0) return subvolume
  throw new AppError({
    code: 'invalid-input',
    ...severalSubvolumes([...new Set(subvolumes)]),
  })
}

export interface EtcRestoreOptions {
  readonly on?: string
  readonly withIdentity: boolean
  readonly reload: boolean
  readonly dryRun: boolean
  readonly yes: boolean
}

export function restoreEtcCommand(id: string, paths: readonly string[], options: EtcRestoreOptions): CliCommand {
  return async ({ client }, output) => {
    const snapshot = await chooseSnapshot(client, id, options.on)
    const plan = await client.call(calls.etcRestorePlan, {
      laptop: snapshot.laptop,
      id: snapshot.id,
      paths: paths.map((path) => path.replace(/^\/etc(\/|$)/, '').replace(/^\/+|\/+$/g, '')),
      withIdentity: options.withIdentity,
    })
    output.tell({ type: 'etc-restore-plan', plan })
    etcPlanLines(plan).forEach(output.say)
    if (options.dryRun || plan.changes.length === 0) return exitCodes.done
    if (!options.yes) return notYet(output)
    const services = options.reload ? plan.services.map(({ unit }) => unit) : []
    const result = await client.call(calls.etcRestoreRun, { planId: plan.planId, services })
    output.tell({ type: 'restored', result })
    restoreResultLines(result).forEach(output.say)
    for (const unit of result.reloaded) output.say(reloadedLine(unit))
    for (const unit of result.notReloaded) output.say(notReloadedLine(unit))
    return result.left.length + result.notReloaded.length === 0 ? exitCodes.done : exitCodes.failed
  }
}

export interface RollbackOptions {
  readonly on?: string
  readonly subvolume: readonly string[]
  readonly atNextStart: boolean
  readonly dryRun: boolean
  readonly yes: boolean
}

export function rollbackCommand(id: string, options: RollbackOptions): CliCommand {
  return async ({ client }, output) => {
    const snapshot = await chooseSnapshot(client, id, options.on)
    const { laptop } = snapshot
    const subvolumes = [...options.subvolume]
    const plan = await client.call(calls.rollbackPlan, { laptop, id: snapshot.id, subvolumes })
    output.tell({ type: 'rollback-plan', plan })
    rollbackPlanLines(plan).forEach(output.say)
    if (options.dryRun) return exitCodes.done
    refuseWhatCannotBe(plan, options.atNextStart)
    if (!options.yes) return notYet(output)
    const when = options.atNextStart ? 'next-start' : 'now'
    const state = await client.call(calls.rollbackRun, { planId: plan.planId, subvolumes, when })
    return sayState(output, [state])
  }
}

function refuseWhatCannotBe({ subvolumes }: RollbackPlan, atNextStart: boolean): void {
  for (const { title, when } of subvolumes) {
    if (when.kind === 'refused') {
      throw new AppError({ code: 'blocked', ...notRollable(title, when) })
    }
    if (when.kind === 'next-start' && !atNextStart) {
      throw new AppError({ code: 'blocked', ...onlyAtNextStart(title, when.why) })
    }
  }
}

export const rollbackStateCommand: CliCommand = async ({ client }, output) => {
  const { laptops, missing } = await client.call(calls.rollbackState, {})
  missing.map(failureLine).forEach(output.say)
  return sayState(output, laptops)
}

export function rollbackCancelCommand(laptop: string): CliCommand {
  return async ({ client }, output) => sayState(output, [await client.call(calls.rollbackCancel, { laptop })])
}

export function sayState(output: CliOutput, laptops: Parameters<typeof rollbackStateLines>[0][]): number {
  output.tell({ type: 'rollback-state', laptops })
  laptops.flatMap(rollbackStateLines).forEach(output.say)
  return laptops.some(({ last }) => last?.result === 'failed') ? exitCodes.failed : exitCodes.done
}
