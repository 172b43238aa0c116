/** `pc-switcher copies`: places outside both laptops, and the copies of snapshots in them. */
import type { Command as Commander } from 'commander'
import { calls } from '../../../contract/calls.ts'
import type { PlaceView } from '../../../contract/copies-calls.ts'
import type { JobSchedule } from '../../../contract/jobs-calls.ts'
import { parseOci, registryLoginSchema, type RegistryLogin } from '../../../contract/oci-address.ts'
import { parseS3, s3KeysSchema, withS3Server, type S3Keys } from '../../../contract/s3-address.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { distinct } from '../../../kernel/distinct.ts'
import {
  askHidden,
  passwordsFrom,
  passwordStdin,
  readFirstLine,
  withPassword,
  type PasswordOptions,
} from '../asking/with-password.ts'
import { areaIds, files, fromApp } from '../completion/values.ts'
import { exitCodes } from '../exit-codes.ts'
import { readCertificates } from '../asking/read-certificates.ts'
import type { Connection } from '../connection.ts'
import type { CliOutput } from '../output.ts'
import { followCommand } from '../jobs/program.ts'
import type { AddCommand, CliCommand, CommandGroup, Does } from '../program-parts.ts'
import { sayMissing } from '../say-missing.ts'
import { followTask } from '../follow-task.ts'
import { browseCommand, restorePathsCommand, type BrowseOptions, type PathOptions } from './looking.ts'
import * as texts from './texts.ts'

interface On {
  readonly on?: string
}

const laptopOf = ({ on }: On) => (on === undefined ? {} : { laptop: on })

const placeNames = fromApp(async (client) => {
  const { places } = await client.call(calls.copiesList, {})
  return distinct(places.map(({ name, laptop }) => ({ word: name, about: laptop })))
})

const forCopies = fromApp(async (client) => {
  const { places } = await client.call(calls.copiesList, {})
  const can = places.filter(({ kind }) => kind !== 'registry')
  return distinct(can.map(({ name, laptop }) => ({ word: name, about: laptop })))
})

export const copiesCommands: CommandGroup = {
  room: 'backups',
  add: addCopiesCommands,
  completes: {
    place: placeNames,
    ...{ 'copies run place': forCopies, 'copies verify place': forCopies },
    ...{ 'copies restore place': forCopies, 'copies sheet place': forCopies },
    ...{ 'copies browse place': forCopies, 'copies browse id': [], 'copies browse path': [] },
    ...{ 'copies browse name': areaIds, 'copies browse laptop': [], 'copies restore laptop': [] },
    ...{ 'copies restore id': [], 'copies restore path': [] },
    'copies restore name': areaIds,
    'copies sheet words': [],
    'copies place add account': [],
    'copies place add file': files,
    'copies place add fingerprint': [],
    'copies place add name': [],
    'copies place add where': files,
    'copies place check account': [],
    'copies place check file': files,
    'copies place check where': files,
    'copies place remove name': placeNames,
  },
}

function addCopiesCommands(program: Commander, command: AddCommand, does: Does): void {
  const copies = program
    .command('copies')
    .description('keep copies of snapshots outside both laptops: on a disk, a NAS, a server or in a bucket')
  const add = (parent: Commander, words: string, description: string) =>
    command(parent, words, description).option('--on <host>', 'on this laptop instead of the one you are at')
  add(copies, 'list [place]', 'list all places; with a place, look into it and list its copies').action(
    (place: string | undefined, options: On) =>
      does(place === undefined ? listCommand(options) : lookCommand(place, options))(),
  )
  add(copies, 'run [place]', 'copy now, to one place or to all; Ctrl+C leaves it running').action(
    (place: string | undefined, options: On) => does(runCommand('copy', place, options))(),
  )
  add(copies, 'verify <place>', 'read a part of what is in a place, and compare it with what was copied')
    .option('--all', 'read all of it', false)
    .action((place: string, { all, ...options }: On & { readonly all: boolean }) =>
      does(runCommand(all ? 'verify-all' : 'verify', place, options))(),
    )
  add(copies, 'browse <place> <id> [path]', 'list a folder of a copy where it is')
    .option(...ofLaptop)
    .option('--subvolume <name>', 'the part of it that a path without a leading slash is in', 'home')
    .action((place: string, id: string, path: string | undefined, options: BrowseOptions) =>
      does(browseCommand(place, id, path ?? '', options))(),
    )
  add(
    copies,
    'restore <place> <id>',
    'restore files and folders of a copy; without --path, bring all of it back as a snapshot, to browse and roll back to',
  )
    .option(...ofLaptop)
    .option('--path <path...>', 'these alone; what is there now is kept')
    .option('--beside', 'with --path: next to the originals, under a new name', false)
    .option('--dry-run', 'with --path: only show what would be done', false)
    .option('--yes', 'with --path: do it without being asked', false)
    .option('--subvolume <name...>', 'without --path: only this part of it, for example home')
    .action((place: string, id: string, { path, ...options }: RestoreOptions & Partial<PathOptions>) =>
      does(
        path === undefined
          ? restoreCommand(place, id, requireWhole(options))
          : restorePathsCommand(place, id, { beside: false, dryRun: false, yes: false, ...options, path }),
      )(),
    )
  add(copies, 'sheet <place>', 'print what brings all back when both laptops are lost; it contains the password')
    .option('--confirm <words...>', 'two words of the password, to say that the sheet is kept in a safe place')
    .action((place: string, options: SheetOptions) => does(sheetCommand(place, options))())
  const place = copies.command('place').description('add, check and remove places for copies and bundles')
  add(place, 'attached', 'list attached disks, and whether they could be places').action((options: On) =>
    does(attachedCommand(options))(),
  )
  add(
    place,
    'check <where>',
    'see what a disk, a folder or a server has; a bucket is tried with a small file, a registry with an upload that is ended at once',
  )
    .option(...asStore)
    .option(...certificate)
    .option(...userOfRegistry)
    .option(...tokenStdin)
    .option(...keyStdin)
    .option(...passwordStdin)
    .action((where: string, options: PlaceOptions) => does(checkCommand(where, options))())
  add(
    place,
    'add <name> <where>',
    'add a disk (/dev/sdb1), a folder on another one, a server (sftp://alice@nas/copies), a bucket (s3://bucket/folder at Amazon, s3://nas:9000/bucket) or, for bundles, a registry (oci://ghcr.io/alice/bundles)',
  )
    .option(...asStore)
    .option('--host-key <fingerprint>', 'of a server: the host key that you agree to, as "place check" shows it')
    .option(...certificate)
    .option(...userOfRegistry)
    .option(...tokenStdin)
    .option(...keyStdin)
    .option(...passwordStdin)
    .action((name: string, where: string, options: AddOptions) => does(addCommand(name, where, options))())
  add(place, 'remove <name>', 'stop copying to a place; what is in it stays')
    .option('--force', 'though its recovery sheet was not kept, and nobody could read what is in it', false)
    .action((name: string, options: On & { readonly force: boolean }) => does(removeCommand(name, options))())
}

/** What is said of files alone: nobody means all of it. */
function requireWhole<T extends Partial<PathOptions>>(options: T): T {
  if (options.beside === true || options.dryRun === true)
    throw new AppError({ code: 'invalid-input', ...texts.onlyWithPath })
  return options
}

const ofLaptop = ['--of <laptop>', 'whose copy, where both laptops have one of this ID'] as const

const asStore = ['--as-store', 'keep files in an encrypted store of restic, on a btrfs disk too', false] as const

const certificate = [
  '--ca <file>',
  'of a bucket or registry: certificate of the authority of your own that vouches for the server',
] as const
const userOfRegistry = ['--user <account>', 'of a registry: sign in as this account; its token is asked for'] as const
const tokenStdin = ['--token-stdin', 'of a registry: read the token from standard input, for scripts', false] as const
const keyStdin = [
  '--key-stdin',
  'of a bucket: read its access key and its secret key from standard input, a line each, for scripts',
  false,
] as const

interface KeyOptions {
  readonly ca?: string
  readonly keyStdin: boolean
  readonly user?: string
  readonly tokenStdin: boolean
}
interface PlaceOptions extends On, PasswordOptions, KeyOptions {
  readonly asStore: boolean
}
interface AddOptions extends PlaceOptions {
  readonly hostKey?: string
}
interface RestoreOptions extends On {
  readonly of?: string
  readonly subvolume?: string[]
}
interface SheetOptions extends On {
  readonly confirm?: string[]
}

function listCommand({ on }: On): CliCommand {
  return async ({ client }, output) => {
    const { places, missing: silent } = await client.call(calls.copiesList, { on: on === undefined ? [] : [on] })
    output.tell({ type: 'copies', places, missing: silent })
    if (places.length === 0 && silent.length === 0) texts.noPlaces.forEach(output.say)
    const scheduleOf = await readSchedules(client)
    places.flatMap((place) => texts.placeLines(place, scheduleOf(place))).forEach(output.say)
    return sayMissing(silent, on, output)
  }
}

/** When each laptop copies by itself. */
async function readSchedules(client: Connection['client']): Promise<(of: PlaceView) => JobSchedule | undefined> {
  const { jobs } = await client.call(calls.jobsList, {})
  return ({ laptop }) => jobs.find((job) => job.name === 'copies' && job.laptop === laptop)?.schedule
}

function lookCommand(place: string, options: On): CliCommand {
  return async ({ client }, output) => {
    const looked = await client.call(calls.copiesLook, { ...laptopOf(options), place })
    output.tell({ type: 'copies-place', place: looked })
    texts.placeLines(looked, (await readSchedules(client))(looked)).forEach(output.say)
    looked.copies.map(texts.copyLine).forEach(output.say)
    return exitCodes.done
  }
}

function runCommand(what: 'copy' | 'verify' | 'verify-all', place: string | undefined, options: On): CliCommand {
  return async (connection, output) => {
    const wanted = { ...laptopOf(options), what, ...(place === undefined ? {} : { place }) }
    await connection.client.call(calls.copiesRun, wanted)
    return followCommand('copies', options)(connection, output)
  }
}

function restoreCommand(place: string, id: string, { of, subvolume = [], ...options }: RestoreOptions): CliCommand {
  return async (connection, output) => {
    const wanted = { ...laptopOf(options), place, id, subvolumes: subvolume, ...(of === undefined ? {} : { of }) }
    const restored = await followTask(connection, output, (client) => client.call(calls.copiesBringBack, wanted))
    output.tell({ type: 'copies-restored', ...restored })
    texts.restored(restored).forEach(output.say)
    return exitCodes.done
  }
}

function sheetCommand(place: string, { confirm, ...options }: SheetOptions): CliCommand {
  return async ({ client }, output) => {
    if (confirm !== undefined) {
      const confirmed = await client.call(calls.copiesConfirmSheet, { ...laptopOf(options), place, words: confirm })
      output.tell({ type: 'copies-place', place: confirmed })
      output.say(texts.sheetConfirmed)
      return exitCodes.done
    }
    const { text } = await client.call(calls.copiesSheet, { ...laptopOf(options), place })
    output.tell({ type: 'copies-sheet', text })
    text.split('\n').forEach((line) => output.say(line))
    return exitCodes.done
  }
}

function attachedCommand({ on }: On): CliCommand {
  return async ({ client }, output) => {
    const { disks, missing: silent } = await client.call(calls.copiesAttached, { on: on === undefined ? [] : [on] })
    output.tell({ type: 'copies-attached', disks, missing: silent })
    if (disks.length === 0 && silent.length === 0) output.say(texts.noneAttached)
    disks.flatMap(texts.attachedLines).forEach(output.say)
    return sayMissing(silent, on, output)
  }
}

function checkCommand(where: string, { asStore: isStore, ...options }: PlaceOptions): CliCommand {
  return async ({ client }, output) => {
    const opened = await openerFrom(where, options, output)
    const passwords = await passwordsFrom(options, output, texts.passwordPrompt)
    const wanted = { ...laptopOf(options), ...opened, where, asStore: isStore }
    const known = passwords.known === undefined ? {} : { password: passwords.known }
    const found = await client.call(calls.copiesInspect, { ...wanted, ...known })
    output.tell({ type: 'copies-found', ...found })
    texts.foundLines(found).forEach(output.say)
    return exitCodes.done
  }
}

function addCommand(name: string, where: string, { asStore: isStore, hostKey, ...options }: AddOptions): CliCommand {
  return async ({ client }, output) => {
    const agreed = hostKey === undefined ? {} : { hostKey }
    const opened = await openerFrom(where, options, output)
    const wanted = { ...laptopOf(options), ...agreed, ...opened, name, where, asStore: isStore }
    const passwords = await passwordsFrom(options, output, texts.passwordPrompt)
    const added = await withPassword(passwords, (password) =>
      client.call(calls.copiesAdd, { ...wanted, ...(password === undefined ? {} : { password }) }),
    )
    output.tell({ type: 'copies-place', place: added })
    texts.added(added).forEach(output.say)
    if (added.kind === 'registry') return exitCodes.done
    const { laptops } = await client.call(calls.retentionGet, {})
    const kept = laptops.find(({ laptop }) => laptop === added.laptop)
    if (kept?.enabled === false) texts.offerCleanup(added.laptop).forEach(output.say)
    return exitCodes.done
  }
}

/** What a bucket or a registry is opened with; nothing of any other place. */
async function openerFrom(where: string, options: KeyOptions, output: CliOutput): Promise<Opener> {
  const isBucket = parseS3(withS3Server(where)) !== undefined
  if (!isBucket && parseOci(where) === undefined) return {}
  const keys = isBucket ? await keysFrom(options, output) : undefined
  const login = isBucket ? undefined : await loginFrom(options, output)
  return {
    ...(options.ca === undefined ? {} : { ca: readCertificates(options.ca) }),
    ...(keys === undefined ? {} : { keys }),
    ...(login === undefined ? {} : { login }),
  }
}

interface Opener {
  readonly ca?: string
  readonly keys?: S3Keys
  readonly login?: RegistryLogin
}

/** Its token is asked for unseen. */
async function loginFrom(
  { user, tokenStdin: isHandedIn }: KeyOptions,
  output: CliOutput,
): Promise<RegistryLogin | undefined> {
  if (user === undefined) return undefined
  const typed = isHandedIn
    ? await readFirstLine(process.stdin)
    : output.terminal === undefined
      ? undefined
      : await askHidden(texts.tokenPrompt(user), process.stdin, process.stdout)
  const login = registryLoginSchema.safeParse({ user, token: typed?.trim() })
  if (!login.success) throw new AppError({ code: 'invalid-input', ...texts.noLogin })
  return login.data
}

/** Undefined when nobody can be asked, or they end it. */
async function keysFrom({ keyStdin: isHandedIn }: KeyOptions, output: CliOutput): Promise<S3Keys | undefined> {
  const next = async (prompt: string): Promise<string | undefined> => {
    if (isHandedIn) return readFirstLine(process.stdin)
    return output.terminal === undefined ? undefined : askHidden(prompt, process.stdin, process.stdout)
  }
  const access = await next(texts.keyPrompts.access)
  const secret = access === undefined ? undefined : await next(texts.keyPrompts.secret)
  if (access === undefined || secret === undefined) return undefined
  const keys = s3KeysSchema.safeParse({ access: access.trim(), secret: secret.trim() })
  if (!keys.success) throw new AppError({ code: 'invalid-input', ...texts.noKeys })
  return keys.data
}

function removeCommand(place: string, { force, ...options }: On & { readonly force: boolean }): CliCommand {
  return async ({ client }, output) => {
    await client.call(calls.copiesForget, { ...laptopOf(options), place, force })
    output.tell({ type: 'copies-removed', place })
    output.say(texts.removed(place))
    return exitCodes.done
  }
}
