/** `pc-switcher disks`: how full and how healthy the btrfs file systems of both laptops are. */
import { calls } from '../../../contract/calls.ts'
import type { Disk } from '../../../contract/disks-calls.ts'
import { fromWireError } from '../../../contract/wire-error.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { AppClient } from '../../../transport/client.ts'
import { fromApp } from '../completion/values.ts'
import { exitCodes } from '../exit-codes.ts'
import { followCommand } from '../jobs/program.ts'
import { onOf, type CliCommand, type CommandGroup, type On } from '../program-parts.ts'
import { sayMissing } from '../say-missing.ts'
import * as texts from './texts.ts'

export const disksCommands: CommandGroup = {
  room: 'disks',
  add(program, command, does) {
    const disks = program.command('disks').description('look at the health of the disks of both laptops')
    command(disks, 'list', 'list the btrfs file systems of both laptops, and what needs attention')
      .option('--on <host>', 'of this laptop alone')
      .action(({ on }: On) => does(listCommand(on))())
    command(disks, 'show <disk>', 'show all that is known of one, by its place, label or UUID')
      .option('--on <host>', 'of this laptop alone')
      .option('--seen', 'do not report the errors counted so far as new any more', false)
      .action((disk: string, options: On & { readonly seen: boolean }) => does(showCommand(disk, options))())
    command(disks, 'balance <disk>', 'give back what is set aside for data; Ctrl+C leaves it running')
      .option('--on <host>', 'of this laptop alone')
      .action((disk: string, options: On) => does(balanceCommand(disk, options))())
  },
  completes: {
    disk: fromApp(async (client) => {
      const { disks } = await client.call(calls.disksList, {})
      return disks.map(({ laptop, label, places }) => ({ word: places[0] ?? '', about: `${label} ${laptop}`.trim() }))
    }),
  },
}

function listCommand(on: string | undefined): CliCommand {
  return async ({ client }, output) => {
    const { disks, unreadable, missing } = await client.call(calls.disksList, { on: onOf(on) })
    output.tell({ type: 'disks', disks, unreadable, missing })
    disks.flatMap(texts.diskLines).forEach(output.say)
    unreadable.map(texts.unreadableLine).forEach(output.say)
    return sayMissing(missing, on, output)
  }
}

function showCommand(name: string, { on, seen }: On & { readonly seen: boolean }): CliCommand {
  return async ({ client }, output) => {
    const disk = await findDisk(client, name, on)
    output.tell({ type: 'disk', disk })
    texts.factLines(disk).forEach(output.say)
    if (seen) await client.call(calls.disksMarkSeen, { laptop: disk.laptop, id: disk.id })
    return exitCodes.done
  }
}

function balanceCommand(name: string, { on }: On): CliCommand {
  return async (connection, output) => {
    const { id, laptop } = await findDisk(connection.client, name, on)
    await connection.client.call(calls.disksBalance, { laptop, id })
    return followCommand('balance', { on: laptop })(connection, output)
  }
}

async function findDisk(client: Pick<AppClient, 'call'>, name: string, on: string | undefined): Promise<Disk> {
  const { disks, unreadable, missing } = await client.call(calls.disksList, { on: onOf(on) })
  const disk = disks.find((one) => isNamed(one, name))
  if (disk !== undefined) return disk
  const silent = unreadable.find(({ places }) => places.includes(name))
  if (silent !== undefined) throw fromWireError(silent.error)
  const [away] = missing
  if (away !== undefined) throw fromWireError(away.error)
  throw new AppError({ code: 'not-found', ...texts.noDisk(name) })
}

/** By enough of its UUID too. */
function isNamed({ id, label, places }: Disk, name: string): boolean {
  return (label !== '' && label === name) || places.includes(name) || (name.length >= 4 && id.startsWith(name))
}
