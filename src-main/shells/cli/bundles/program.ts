/** `pc-switcher bundle`: named sets of files, each with a version. */
import path from 'node:path'
import type { Command as Commander } from 'commander'
import { calls } from '../../../contract/calls.ts'
import type { BundleView } from '../../../contract/bundles-calls.ts'
import { bundleName, byBundle, contentsText } from '../../../contract/bundles-words.ts'
import { othersText } from '../../../contract/copies-words.ts'
import type { AppClient } from '../../../transport/client.ts'
import { fromApp } from '../completion/values.ts'
import { exitCodes } from '../exit-codes.ts'
import { followTask } from '../follow-task.ts'
import type { AddCommand, CliCommand, CommandGroup, Does } from '../program-parts.ts'
import { sayMissing } from '../say-missing.ts'
import * as texts from './texts.ts'

interface On {
  readonly on?: string
}
interface RestoreOptions extends On {
  readonly path?: string
  readonly to?: string
}
interface DeleteOptions extends On {
  readonly at?: string
  readonly yes: boolean
  readonly force: boolean
}

const laptopOf = ({ on }: On) => (on === undefined ? {} : { laptop: on })

const bundleNames = fromApp(async (client) => {
  const { bundles } = await client.call(calls.bundlesList, {})
  return byBundle(bundles).map(({ bundle }) => ({ word: bundleName(bundle), about: contentsText(bundle) }))
})

export const bundleCommands: CommandGroup = {
  room: 'backups',
  add: addBundleCommands,
  completes: {
    bundle: bundleNames,
    'bundle create bundle': [],
    'bundle diff one': bundleNames,
    'bundle diff other': bundleNames,
    'bundle restore path': [],
  },
}

function addBundleCommands(program: Commander, command: AddCommand, does: Does): void {
  const bundle = program.command('bundle').description('keep the state of some files under a name, and send it')
  const add = (words: string, description: string) =>
    command(bundle, words, description).option('--on <host>', 'on this laptop instead of the one you are at')
  add(
    'create <bundle> <paths...>',
    'keep these files as NAME or NAME:VERSION; without a version it is the time',
  ).action((name: string, paths: string[], options: On) => does(createCommand(name, paths, options))())
  add('list [place]', 'list the bundles of both laptops, or those in a place').action(
    (place: string | undefined, options: On) =>
      does(place === undefined ? listCommand(options) : listAtCommand(place, options))(),
  )
  add('show <bundle>', 'show what a bundle is made of, and what it takes up').action((name: string, options: On) =>
    does(showCommand(name, options))(),
  )
  add('path <bundle>', 'print the folder of a bundle: a read-only subvolume, for "btrfs send"').action(
    (name: string, options: On) => does(pathCommand(name, options))(),
  )
  add('diff <one> <other>', 'compare two bundles').action((one: string, other: string, options: On) =>
    does(diffCommand([one, other], options))(),
  )
  add('restore <bundle>', 'bring files of a bundle back, into a new folder')
    .option('--path <path>', 'only this file or folder of it')
    .option('--to <folder>', 'a folder that does not exist yet; otherwise NAME-VERSION in your home folder')
    .action((name: string, options: RestoreOptions) => does(restoreCommand(name, options))())
  add('delete <bundle>', 'delete a version, or all of a name')
    .option('--at <place>', 'from this place instead of the laptop')
    .option('--yes', 'delete it, if it is known to be elsewhere too', false)
    .option('--force', 'delete it although no laptop has it; without --at also all versions of the name', false)
    .action((name: string, options: DeleteOptions) => does(deleteCommand(name, options))())
  add('verify [bundle]', 'read a bundle, and compare it with what was bundled')
    .option('--all', 'read all bundles', false)
    .action((name: string | undefined, { all, ...options }: On & { readonly all: boolean }) =>
      does(verifyCommand(all ? undefined : name, { ...options, all }))(),
    )
  add('send <bundle>', 'send a bundle to the other laptop; only what it does not have crosses')
    .requiredOption('--to <host>', 'the laptop that gets it')
    .action((name: string, { to, ...options }: On & { readonly to: string }) => does(sendCommand(name, to, options))())
  add('push <bundle> <place>', 'copy a bundle to a place for copies, and read all of it there').action(
    (name: string, place: string, options: On) => does(pushCommand(name, place, options))(),
  )
  add('pull <bundle> <place>', 'get a bundle back from a place').action((name: string, place: string, options: On) =>
    does(pullCommand(name, place, options))(),
  )
  add('put-away <bundle>', 'remove the files of a version that a place or the other laptop was proven to have').action(
    (name: string, options: On) => does(putAwayCommand(name, options))(),
  )
  add('pin <bundle>', 'keep its files on this laptop: "jobs schedule bundles-room" puts others away').action(
    (name: string, options: On) => does(pinCommand(name, true, options))(),
  )
  add('unpin <bundle>', 'let its files be put away again').action((name: string, options: On) =>
    does(pinCommand(name, false, options))(),
  )
  add('bring-back <bundle>', 'fetch and verify the files of a version that is put away').action(
    (name: string, options: On) => does(bringBackCommand(name, options))(),
  )
}

function putAwayCommand(bundle: string, options: On): CliCommand {
  return async (connection, output) => {
    const wanted = { ...laptopOf(options), bundle }
    const away = await followTask(connection, output, (client) => client.call(calls.bundlesPutAway, wanted))
    output.tell({ type: 'bundle-put-away', ...away })
    texts.putAway(away).forEach(output.say)
    return exitCodes.done
  }
}

function pinCommand(bundle: string, isPinned: boolean, options: On): CliCommand {
  return async ({ client }, output) => {
    const { bundles } = await client.call(calls.bundlesPin, { ...laptopOf(options), bundle, isPinned })
    output.tell({ type: 'bundles', bundles })
    bundles.map(texts.pinned).forEach(output.say)
    return exitCodes.done
  }
}

function bringBackCommand(bundle: string, options: On): CliCommand {
  return async (connection, output) => {
    const wanted = { ...laptopOf(options), bundle }
    const back = await followTask(connection, output, (client) => client.call(calls.bundlesBringBack, wanted))
    output.tell({ type: 'bundle-brought-back', ...back })
    texts.broughtBack(back).forEach(output.say)
    return exitCodes.done
  }
}

/** Of the home of the person on the laptop that is meant, where a shell left it as it was typed. */
const whole = (typed: string): string => (typed.startsWith('~/') ? typed : path.resolve(typed))

function createCommand(bundle: string, paths: readonly string[], options: On): CliCommand {
  return async (connection, output) => {
    const wanted = { ...laptopOf(options), bundle, paths: paths.map(whole) }
    const made = await followTask(connection, output, (client) => client.call(calls.bundlesCreate, wanted))
    output.tell({ type: 'bundle', bundle: made })
    texts.created(made).forEach(output.say)
    return exitCodes.done
  }
}

function listCommand({ on }: On): CliCommand {
  return async ({ client }, output) => {
    const { bundles, missing } = await client.call(calls.bundlesList, { on: on === undefined ? [] : [on] })
    output.tell({ type: 'bundles', bundles, missing })
    if (bundles.length === 0 && missing.length === 0) texts.noBundles.forEach(output.say)
    byBundle(bundles).map(texts.bundleLine).forEach(output.say)
    return sayMissing(missing, on, output)
  }
}

/** Of one laptop: the versions of a name, the newest first, or the one. The app says when there is none. */
async function find(client: Pick<AppClient, 'call'>, bundle: string, options: On) {
  const { sizes } = await client.call(calls.bundlesMeasure, { ...laptopOf(options), bundle })
  const laptop = options.on ?? sizes[0]?.laptop
  const { bundles } = await client.call(calls.bundlesList, { on: laptop === undefined ? [] : [laptop] })
  return sizes.flatMap((size) => {
    const found = bundles.find(({ name, version }) => name === size.name && version === size.version)
    return found === undefined ? [] : [{ bundle: found, size }]
  })
}

function showCommand(bundle: string, options: On): CliCommand {
  return async ({ client }, output) => {
    for (const { bundle: shown, size } of await find(client, bundle, options)) {
      output.tell({ type: 'bundle', bundle: shown, size })
      texts.bundleLines(shown, size).forEach(output.say)
    }
    return exitCodes.done
  }
}

function pathCommand(bundle: string, options: On): CliCommand {
  return async ({ client }, output) => {
    const [newest] = await find(client, bundle, options)
    if (newest === undefined) return exitCodes.failed
    const { name, version, place, isAway } = newest.bundle
    if (isAway) throw texts.isPutAway(newest.bundle)
    output.tell({ type: 'bundle-path', name, version, path: place })
    output.say(place)
    return exitCodes.done
  }
}

function diffCommand([one, other]: readonly [string, string], options: On): CliCommand {
  return async ({ client }, output) => {
    const found = await client.call(calls.bundlesDiff, { ...laptopOf(options), one, other })
    output.tell({ type: 'bundle-changes', ...found })
    texts.changeLines(found).forEach(output.say)
    return exitCodes.done
  }
}

function restoreCommand(bundle: string, { path: within, to, ...options }: RestoreOptions): CliCommand {
  return async (connection, output) => {
    const wanted = {
      ...{ ...laptopOf(options), bundle },
      ...(within === undefined ? {} : { path: within }),
      ...(to === undefined ? {} : { to: whole(to) }),
    }
    const restored = await followTask(connection, output, (client) => client.call(calls.bundlesRestore, wanted))
    output.tell({ type: 'bundle-restored', ...restored })
    output.say(texts.restored(restored))
    return exitCodes.done
  }
}

function deleteAtCommand(bundle: string, place: string, { yes, force, ...options }: DeleteOptions): CliCommand {
  return async (connection, output) => {
    const wanted = { ...laptopOf(options), place }
    if (!yes && !force) {
      const { bundles } = await connection.client.call(calls.bundlesListAt, wanted)
      const going = bundles.filter(({ name, version }) => bundle === name || bundle === bundleName({ name, version }))
      output.tell({ type: 'bundles', place, bundles: going })
      if (going.length === 0) output.say(texts.notAt(bundle, place))
      else texts.wouldDelete(going, place).forEach(output.say)
      return going.length === 0 ? exitCodes.failed : exitCodes.done
    }
    const gone = await followTask(connection, output, (client) =>
      client.call(calls.bundlesDeleteAt, { ...wanted, bundle, force }),
    )
    output.tell({ type: 'bundles-deleted', ...gone })
    texts.deleted(gone.deleted, place).forEach(output.say)
    return exitCodes.done
  }
}

function deleteCommand(bundle: string, { at, ...wanted }: DeleteOptions): CliCommand {
  if (at !== undefined) return deleteAtCommand(bundle, at, wanted)
  const { yes, force, ...options } = wanted
  return async (connection, output) => {
    if (!yes && !force) {
      const going: readonly BundleView[] = (await find(connection.client, bundle, options)).map((one) => one.bundle)
      output.tell({ type: 'bundles', bundles: going })
      texts.wouldDelete(going).forEach(output.say)
      return exitCodes.done
    }
    const gone = await connection.client.call(calls.bundlesDelete, { ...laptopOf(options), bundle, force })
    output.tell({ type: 'bundles-deleted', ...gone })
    texts.deleted(gone.deleted).forEach(output.say)
    return exitCodes.done
  }
}

function verifyCommand(bundle: string | undefined, { all, ...options }: On & { readonly all: boolean }): CliCommand {
  return async (connection, output) => {
    if (bundle === undefined && !all) throw texts.nothingToVerify
    const wanted = { ...laptopOf(options), ...(bundle === undefined ? {} : { bundle }) }
    const { checks, laptop } = await followTask(connection, output, (client) =>
      client.call(calls.bundlesVerify, wanted),
    )
    output.tell({ type: 'bundles-verified', laptop, checks })
    checks.flatMap(texts.checkLines).forEach(output.say)
    return checks.every(({ wrongCount }) => wrongCount === 0) ? exitCodes.done : exitCodes.differs
  }
}

function sendCommand(bundle: string, to: string, options: On): CliCommand {
  return async (connection, output) => {
    const wanted = { ...laptopOf(options), bundle, to }
    const moved = await followTask(connection, output, (client) => client.call(calls.bundlesSend, wanted))
    output.tell({ type: 'bundle-sent', ...moved })
    output.say(texts.moved(moved, moved.bundle.laptop))
    return exitCodes.done
  }
}

function listAtCommand(place: string, options: On): CliCommand {
  return async ({ client }, output) => {
    const { bundles, others } = await client.call(calls.bundlesListAt, { ...laptopOf(options), place })
    output.tell({ type: 'bundles', place, bundles, ...(others === undefined ? {} : { others }) })
    if (bundles.length === 0) output.say(texts.noneAt(place))
    bundles.map(texts.onPlace).forEach(output.say)
    if (others !== undefined) output.say(othersText(others))
    return exitCodes.done
  }
}

function pushCommand(bundle: string, place: string, options: On): CliCommand {
  return async (connection, output) => {
    const wanted = { ...laptopOf(options), bundle, place }
    const moved = await followTask(connection, output, (client) => client.call(calls.bundlesPush, wanted))
    output.tell({ type: 'bundle-pushed', place, ...moved })
    output.say(texts.moved(moved, place))
    return exitCodes.done
  }
}

function pullCommand(bundle: string, place: string, options: On): CliCommand {
  return async (connection, output) => {
    const wanted = { ...laptopOf(options), bundle, place }
    const moved = await followTask(connection, output, (client) => client.call(calls.bundlesPull, wanted))
    output.tell({ type: 'bundle-pulled', place, ...moved })
    output.say(texts.moved(moved, moved.bundle.laptop))
    return exitCodes.done
  }
}
