/** `pc-switcher reclaim`: files that are there more than once share their blocks. */
import path from 'node:path'
import { calls } from '../../../contract/calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { followCommand } from '../jobs/program.ts'
import { laptopOf, onOf, type CliCommand, type CommandGroup, type On } from '../program-parts.ts'
import { sayMissing } from '../say-missing.ts'
import * as texts from './texts.ts'

interface SettingsOptions extends On {
  readonly minSize?: string
  readonly diskShare?: string
}
interface RunOptions extends On {
  readonly full?: boolean
}

export const reclaimCommands: CommandGroup = {
  room: 'disks',
  add(program, command, does) {
    const reclaim = program
      .command('reclaim')
      .description('free space: let files with the same contents share it on disk')
    const add = (words: string, description: string) =>
      command(reclaim, words, description).option('--on <host>', 'on this laptop instead of the one you are at')
    add('plan [paths...]', 'find duplicates and show what sharing them would free; changes nothing').action(
      (paths: readonly string[], options: On) => does(planCommand(paths, options))(),
    )
    add('run [paths...]', 'find duplicates and let them share their space now; Ctrl+C leaves it running')
      .option('--full', 'look again at everything, also at what has not changed', false)
      .action((paths: readonly string[], options: RunOptions) => does(runCommand(paths, options))())
    command(reclaim, 'status', 'show what was freed so far, what could be freed, and what is excluded')
      .option('--on <host>', 'of this laptop alone')
      .action(({ on }: On) => does(statusCommand(on))())
    add('settings', 'show or set from which size files are looked at, and how gently')
      .option('--min-size <size>', 'leave smaller files alone, such as 64K; at least 8K')
      .option('--disk-share <percent>', 'part of the time that a run may use the disk, 5 to 100; it rests in between')
      .action((options: SettingsOptions) => does(settingsCommand(options))())
    add('exclude <path>', 'never share the space of what is there').action((one: string, options: On) =>
      does(excludeCommand(one, true, options))(),
    )
    add('include <path>', 'no longer exclude it').action((one: string, options: On) =>
      does(excludeCommand(one, false, options))(),
    )
  },
  completes: {
    'reclaim settings size': ['8K', '64K', '1M'],
    'reclaim settings percent': ['10', '30', '50', '100'],
  },
}

function settingsCommand({ minSize, diskShare, ...options }: SettingsOptions): CliCommand {
  return async ({ client }, output) => {
    const news = {
      ...(minSize === undefined ? {} : { leastBytes: bytesOf(minSize) }),
      ...(diskShare === undefined ? {} : { diskShare: percentOf(diskShare) }),
    }
    const settings = await client.call(calls.reclaimSet, { ...laptopOf(options), ...news })
    output.tell({ type: 'reclaim-settings', ...settings })
    output.say(texts.settings(settings))
    return exitCodes.done
  }
}

/** "64K", "1.5 GiB", "8192": in powers of 1024. */
function bytesOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([KMG]?)(?:i?B)?$/i.exec(text.trim()) ?? []
  const bytes = Math.round(Number(number) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit.toUpperCase()))
  if (number === '' || bytes < 8192 || bytes > 2 ** 40)
    throw new AppError({ code: 'invalid-input', ...texts.badSize(text) })
  return bytes
}

function percentOf(text: string): number {
  const percent = Number(/^(\d{1,3})%?$/.exec(text.trim())?.[1])
  if (!(percent >= 5 && percent <= 100)) throw new AppError({ code: 'invalid-input', ...texts.badShare(text) })
  return percent
}

/** A path that is typed for this laptop may begin where the person is. */
const wholePath = (one: string, { on }: On): string => (on === undefined ? path.resolve(one) : one)

function planCommand(paths: readonly string[], options: On): CliCommand {
  return async (connection, output) => {
    const { client } = connection
    const wanted = paths.map((one) => wholePath(one, options))
    const { laptop: here } = await client.call(calls.reclaimRun, { ...laptopOf(options), what: 'plan', paths: wanted })
    const code = await followCommand('reclaim', options)(connection, output)
    if (code !== exitCodes.done) return code
    const { laptops } = await client.call(calls.reclaimStatus, { on: [here] })
    const disks = laptops.filter(({ laptop }) => laptop === here).flatMap((one) => one.disks)
    const newest = disks.flatMap(({ look }) => (look?.paths.join('\n') === wanted.join('\n') ? [look] : []))
    output.tell({ type: 'reclaim-plan', found: newest })
    newest.flatMap(texts.lookLines).forEach(output.say)
    return code
  }
}

function runCommand(paths: readonly string[], { full = false, ...options }: RunOptions): CliCommand {
  return async (connection, output) => {
    const wanted = paths.map((one) => wholePath(one, options))
    await connection.client.call(calls.reclaimRun, { ...laptopOf(options), what: 'run', paths: wanted, isFull: full })
    return followCommand('reclaim', options)(connection, output)
  }
}

function statusCommand(on: string | undefined): CliCommand {
  return async ({ client }, output) => {
    const { laptops, missing } = await client.call(calls.reclaimStatus, { on: onOf(on) })
    output.tell({ type: 'reclaim', laptops, missing })
    laptops.flatMap(texts.statusLines).forEach(output.say)
    return sayMissing(missing, on, output)
  }
}

function excludeCommand(one: string, isExcluded: boolean, options: On): CliCommand {
  return async ({ client }, output) => {
    const wanted = wholePath(one, options)
    const { excluded } = await client.call(calls.reclaimExclude, { ...laptopOf(options), path: wanted, isExcluded })
    output.tell({ type: 'reclaim-excluded', excluded })
    output.say(isExcluded ? texts.excluded(wanted) : texts.included(wanted))
    return exitCodes.done
  }
}
