/** The words of `pc-switcher snapshots …`. */
import { Option, type Command as Commander } from 'commander'
import { snapshotScheduleSchema } from '../../../contract/snapshot-calls.ts'
import type { AddCommand, Does } from '../program-parts.ts'
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

interface On {
  readonly on?: string
}
interface InSubvolume extends On {
  readonly subvolume: string
}

export function addSnapshotCommands(program: Commander, command: AddCommand, does: Does): void {
  const snapshots = program.command('snapshots').description('look at snapshots of both laptops, and bring things back')
  const add = (words: string, description: string) =>
    command(snapshots, words, description).option('--on <host>', 'only this laptop')
  addLooking(add, does)
  addKeeping(add, does)
  addBringingBack(add, does)
  command(snapshots, 'rollback-state', 'how rollbacks stand on both laptops').action(does(rollbackStateCommand))
  command(snapshots, 'rollback-cancel <host>', 'take back a rollback that waits for the next start').action(
    (host: string) => does(rollbackCancelCommand(host))(),
  )
}

type Add = (words: string, description: string) => Commander

const inSubvolume = (one: Commander): Commander =>
  one.option(
    '--subvolume <subvolume>',
    'home, system, images or another subvolume; absolute paths say it themselves',
    'home',
  )

function addLooking(add: Add, does: Does): void {
  add('list', 'all snapshots, newest first; * is pinned').action((options: On) => does(listCommand(options))())
  add('show <id>', 'one snapshot; the start of its id is enough')
    .option('--exact', 'measure what deleting it would free', false)
    .action((id: string, options: On & { exact: boolean }) => does(showCommand(id, options))())
  inSubvolume(add('diff <one> [other]', 'what is different in the other one, or now'))
    .option('--under <path>', 'only below this folder')
    .option('--file <path>', 'the lines that differ in this file')
    .action((one: string, other: string | undefined, options: DiffOptions) =>
      does(diffCommand(one, other ?? 'now', options))(),
    )
  inSubvolume(add('browse <id> [path]', 'what is in a folder')).action(
    (id: string, path: string | undefined, options: InSubvolume) => does(browseCommand(id, path ?? '', options))(),
  )
  inSubvolume(add('find <name>', 'search names in all snapshots; * and ? are patterns'))
    .option('--limit <number>', 'how many at most', Number, 200)
    .action((name: string, options: InSubvolume & { limit: number }) => does(findCommand(name, options))())
  inSubvolume(add('versions <path>', 'when a file last looked different')).action(
    (path: string, options: InSubvolume) => does(versionsCommand(path, options))(),
  )
}

const asking = (one: Commander): Commander =>
  one
    .option('--dry-run', 'only say what would be done', false)
    .option('--yes', 'do it; without it nothing is changed', false)

function addKeeping(add: Add, does: Does): void {
  add('create', 'take one now, on both laptops')
    .option('--note <text>', 'what it is for', '')
    .action((options: On & { note: string }) => does(createCommand(options))())
  add('pin <id>', 'keep it until it is unpinned').action((id: string, options: On) =>
    does(pinCommand(id, true, options))(),
  )
  add('unpin <id>', 'let it go when its time comes').action((id: string, options: On) =>
    does(pinCommand(id, false, options))(),
  )
  asking(add('delete <ids...>', 'delete snapshots')).action((ids: string[], options: DoOptions) =>
    does(deleteCommand(ids, options))(),
  )
  asking(add('prune', 'delete what need not be kept any more')).action((options: DoOptions) =>
    does(pruneCommand(options))(),
  )
  add('retention', 'how long snapshots are kept; without options it says so')
    .option('--set <name=number...>', 'allForDays, dailyForDays, weeklyForWeeks, leastSwitches, mostDiskShare…', [])
    .option('--enable', 'delete by itself from now on', false)
    .option('--disable', 'delete only when told to', false)
    .addOption(new Option('--schedule <often>', 'take them by itself').choices(snapshotScheduleSchema.options))
    .option('--add-folder <folder>', 'a further subvolume that is snapshotted')
    .option('--remove-folder <folder>', 'one that is not any more')
    .action((options: RetentionOptions) => does(retentionCommand(options))())
}

function addBringingBack(add: Add, does: Does): void {
  asking(inSubvolume(add('restore <id> <paths...>', 'put files and folders back; what is there now is kept')))
    .option('--beside', 'put them beside what is there now, under another name', false)
    .option('--onto <host>', 'the laptop that gets them')
    .action((id: string, paths: string[], options: RestoreOptions) => does(restoreCommand(id, paths, options))())
  asking(add('restore-etc <id> [paths...]', 'put /etc back, or some of it'))
    .option('--with-identity', 'also what makes the laptop itself: host keys, names, disks', false)
    .option('--reload', 'reload the services whose files change', false)
    .action((id: string, paths: string[], options: EtcRestoreOptions) => does(restoreEtcCommand(id, paths, options))())
  asking(add('rollback <id>', 'make whole subvolumes of a laptop what they were'))
    .option('--subvolume <subvolumes...>', 'home, system, images or another subvolume', ['home'])
    .option('--at-next-start', 'order it for the next start of the laptop', false)
    .action((id: string, options: RollbackOptions) => does(rollbackCommand(id, options))())
}
