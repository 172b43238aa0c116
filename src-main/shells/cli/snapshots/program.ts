/** The subcommands of `pc-switcher snapshots`. */
import { Option, type Command as Commander } from 'commander'
import { calls } from '../../../contract/calls.ts'
import { snapshotScheduleSchema } from '../../../contract/snapshot-calls.ts'
import { areaIds, fromApp } from '../completion/values.ts'
import { localTime } from '../local-time.ts'
import type { CommandGroup, Does, On } from '../program-parts.ts'
import {
  restoreCommand,
  restoreEtcCommand,
  rollbackCancelCommand,
  rollbackCommand,
  rollbackStateCommand,
  type EtcRestoreOptions,
  type RestoreOptions,
  type RollbackOptions,
} from './bringing-back.ts'
import { shortSnapshotIds } from './choose.ts'
import {
  createCommand,
  deleteCommand,
  pinCommand,
  pruneCommand,
  retentionCommand,
  type DoOptions,
  type RetentionOptions,
} from './keeping.ts'
import {
  browseCommand,
  diffCommand,
  findCommand,
  listCommand,
  showCommand,
  versionsCommand,
  type DiffOptions,
} from './looking.ts'

interface InSubvolume extends On {
  readonly subvolume: string
}

const snapshotIds = fromApp(async (client) => {
  const { snapshots } = await client.call(calls.snapshotsList, {})
  const short = shortSnapshotIds(snapshots)
  return snapshots.map(({ id, at, laptop, description }) => ({
    word: short.get(id) ?? id,
    about: [localTime(at), laptop, description].join(' '),
  }))
})

export const snapshotCommands: CommandGroup = {
  room: 'snapshots',
  add(program, command, does) {
    const snapshots = program
      .command('snapshots')
      .description('browse snapshots of both laptops, and restore from them')
    const add = (words: string, description: string) =>
      command(snapshots, words, description).option('--on <host>', 'only on this laptop')
    addLooking(add, does)
    addKeeping(add, does)
    addBringingBack(add, does)
    command(snapshots, 'rollback-state', 'show rollbacks on both laptops').action(does(rollbackStateCommand))
    command(snapshots, 'rollback-cancel <host>', 'cancel a rollback that waits for the next restart').action(
      (host: string) => does(rollbackCancelCommand(host))(),
    )
  },
  completes: {
    id: snapshotIds,
    ids: snapshotIds,
    one: snapshotIds,
    other: snapshotIds,
    subvolume: areaIds,
    subvolumes: areaIds,
    'snapshots find name': [],
    'snapshots find number': [],
    'snapshots create text': [],
    'snapshots retention name=number': [],
  },
}

type Add = (words: string, description: string) => Commander

const inSubvolume = (one: Commander): Commander =>
  one.option('--subvolume <subvolume>', 'a subvolume that the snapshot has; not needed for absolute paths', 'home')

function addLooking(add: Add, does: Does): void {
  add('list', 'list all snapshots, newest first; * means pinned').action((options: On) => does(listCommand(options))())
  add('show <id>', 'show one snapshot; the start of its ID is enough')
    .option('--exact', 'measure what deleting it would free', false)
    .action((id: string, options: On & { exact: boolean }) => does(showCommand(id, options))())
  inSubvolume(add('diff <one> [other]', 'compare a snapshot with another one, or with now'))
    .option('--under <path>', 'only below this folder')
    .option('--file <path>', 'show the lines that differ in this file')
    .action((one: string, other: string | undefined, options: DiffOptions) =>
      does(diffCommand(one, other ?? 'now', options))(),
    )
  inSubvolume(add('browse <id> [path]', 'list a folder')).action(
    (id: string, path: string | undefined, options: InSubvolume) => does(browseCommand(id, path ?? '', options))(),
  )
  inSubvolume(add('find <name>', 'search all snapshots for a name; * and ? match anything'))
    .option('--limit <number>', 'show at most this many', Number, 200)
    .action((name: string, options: InSubvolume & { limit: number }) => does(findCommand(name, options))())
  inSubvolume(add('versions <path>', 'list the versions of a file')).action((path: string, options: InSubvolume) =>
    does(versionsCommand(path, options))(),
  )
}

const asking = (one: Commander): Commander =>
  one
    .option('--dry-run', 'only show what would be done', false)
    .option('--yes', 'do it; nothing is changed without this', false)

function addKeeping(add: Add, does: Does): void {
  add('create', 'take a snapshot now, on both laptops')
    .option('--note <text>', 'what the snapshot is for', '')
    .action((options: On & { note: string }) => does(createCommand(options))())
  add('pin <id>', 'keep a snapshot until you unpin it').action((id: string, options: On) =>
    does(pinCommand(id, true, options))(),
  )
  add('unpin <id>', 'let retention delete a snapshot again').action((id: string, options: On) =>
    does(pinCommand(id, false, options))(),
  )
  asking(add('delete <ids...>', 'delete snapshots')).action((ids: string[], options: DoOptions) =>
    does(deleteCommand(ids, options))(),
  )
  asking(add('prune', 'delete snapshots that retention does not keep')).action((options: DoOptions) =>
    does(pruneCommand(options))(),
  )
  add('retention', 'show or change how long snapshots are kept')
    .option('--set <name=number...>', 'allForDays, dailyForDays, weeklyForWeeks, leastSwitches, mostDiskShare…', [])
    .option('--enable', 'turn on automatic cleanup', false)
    .option('--disable', 'turn off automatic cleanup', false)
    .addOption(new Option('--schedule <often>', 'take snapshots automatically').choices(snapshotScheduleSchema.options))
    .option('--add-folder <folder>', 'also snapshot this subvolume')
    .option('--remove-folder <folder>', 'stop taking snapshots of this subvolume')
    .action((options: RetentionOptions) => does(retentionCommand(options))())
}

function addBringingBack(add: Add, does: Does): void {
  asking(inSubvolume(add('restore <id> <paths...>', 'restore files and folders; what is there now is kept')))
    .option('--beside', 'restore next to the originals, under a new name', false)
    .option('--onto <host>', 'restore to this laptop')
    .action((id: string, paths: string[], options: RestoreOptions) => does(restoreCommand(id, paths, options))())
  asking(add('restore-etc <id> [paths...]', 'restore /etc, or parts of it'))
    .option('--with-identity', 'also restore what identifies the laptop: host keys, names, disks', false)
    .option('--reload', 'reload the services whose files change', false)
    .action((id: string, paths: string[], options: EtcRestoreOptions) => does(restoreEtcCommand(id, paths, options))())
  asking(add('rollback <id>', 'roll back home, the system or other parts of a laptop'))
    .option('--subvolume <subvolumes...>', 'subvolumes that the snapshot has', ['home'])
    .option('--at-next-start', 'roll back at the next restart', false)
    .action((id: string, options: RollbackOptions) => does(rollbackCommand(id, options))())
}
