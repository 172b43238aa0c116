/** `pc-switcher conflicts`: where a Syncthing met two versions of a file, and keeps both until somebody decides. */
import path from 'node:path'
import { Option } from 'commander'
import { calls } from '../../../contract/calls.ts'
import { keptVersionSchema, type Conflict, type KeptVersion } from '../../../contract/conflicts-calls.ts'
import type { Output } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { AppClient } from '../../../transport/client.ts'
import { differenceLines } from '../difference.ts'
import { exitCodes } from '../exit-codes.ts'
import { followTask } from '../follow-task.ts'
import type { CliOutput } from '../output.ts'
import { onOf, type CliCommand, type CommandGroup, type On } from '../program-parts.ts'
import { sayMissing } from '../say-missing.ts'
import * as texts from './texts.ts'

interface KeepOptions {
  readonly which: KeptVersion
  readonly folder?: string
}

export const conflictsCommands: CommandGroup = {
  room: 'travels',
  add(program, command, does) {
    const conflicts = program
      .command('conflicts')
      .description('decide files of which Syncthing met two versions, and kept both')
    command(conflicts, 'list', 'list the files of both laptops that are in conflict')
      .option('--on <host>', 'of this laptop alone')
      .action(({ on }: On) => does(listCommand(on))())
    command(
      conflicts,
      'show <file>',
      'show both versions with their sizes and times, and what differs in texts',
    ).action((file: string) => does(showCommand(file))())
    command(conflicts, 'keep [file]', 'decide one of them, or all of a folder; takes a snapshot first')
      .addOption(
        new Option('--which <version>', 'the file as it is, the copy in its place, or both under plain names')
          .choices(keptVersionSchema.options)
          .makeOptionMandatory(),
      )
      .option('--folder <folder>', 'all that are in this folder, and in folders in it')
      .action((file: string | undefined, options: KeepOptions) => does(keepCommand(file, options))())
  },
}

function listCommand(on: string | undefined): CliCommand {
  return async ({ client }, output) => {
    const listed = await client.call(calls.conflictsList, { on: onOf(on) })
    output.tell({ type: 'conflicts', ...listed })
    texts.listLines(listed).forEach(output.say)
    return sayMissing(listed.missing, on, output)
  }
}

function showCommand(file: string): CliCommand {
  return async ({ client }, output) => {
    for (const { id } of await find(client, { file, folder: undefined })) {
      const shown = await client.call(calls.conflictsShow, { id })
      output.tell({ type: 'conflict', ...shown })
      texts.conflictLines(shown.conflict).forEach(output.say)
      sayDifferences(shown, output)
    }
    return exitCodes.done
  }
}

function sayDifferences(
  { conflict, file, copy }: Output<typeof calls.conflictsShow>,
  { say }: Pick<CliOutput, 'say'>,
): void {
  if (file.kind === 'absent' || conflict.contents === 'same') return
  if (file.kind !== 'text' || copy.kind !== 'text') return say(texts.noTexts)
  const [one = '', other = ''] = [conflict.file, conflict.copies[0] ?? ''].map(textFromBytePath)
  differenceLines({ head: one, side: file }, { head: other, side: copy }).forEach(say)
}

function keepCommand(file: string | undefined, { which, folder }: KeepOptions): CliCommand {
  return async (connection, output) => {
    const { client } = connection
    const wanted = await find(client, { file, folder })
    const input = { ids: wanted.map(({ id }) => id), keep: which }
    const kept = await followTask(connection, output, (task) => task.call(calls.conflictsKeep, input))
    output.tell({ type: 'conflicts-kept', ...kept })
    texts.keptLines(kept).forEach(output.say)
    const isAll = kept.gone.length === 0 && kept.decided.every(({ outcome }) => outcome.kind === 'kept')
    return isAll ? exitCodes.done : exitCodes.failed
  }
}

interface Wanted {
  readonly file: string | undefined
  readonly folder: string | undefined
}

/** By the file or one of its copies: all of a file where it is named itself. AppError "not-found" where none is meant. */
async function find(client: Pick<AppClient, 'call'>, { file, folder }: Wanted): Promise<readonly Conflict[]> {
  if ((file === undefined) === (folder === undefined) || file === '' || folder === '')
    throw new AppError({ code: 'invalid-input', ...texts.fileOrFolder })
  const { conflicts, home } = await client.call(calls.conflictsList, {})
  const typed = file ?? folder ?? ''
  const places = placesOf(typed, home)
  const found = conflicts.filter((conflict) =>
    file === undefined
      ? places.some((place) => place === '' || conflict.file.startsWith(`${place}/`))
      : places.some((place) => place === conflict.file || conflict.copies.includes(place)),
  )
  if (found.length > 0) return found
  throw new AppError({ code: 'not-found', ...texts.noneAt(typed) })
}

/** Below the home: as it is typed from where the person is, or from the home on, as it is listed. */
function placesOf(typed: string, home: string): readonly BytePath[] {
  const fromHome = typed.replace(/^~\/?/, '').replace(/\/+$/, '')
  return [path.relative(home, path.resolve(typed)), fromHome]
    .filter((place) => place !== '..' && !place.startsWith('../') && !path.isAbsolute(place))
    .map(bytePathFromText)
}
