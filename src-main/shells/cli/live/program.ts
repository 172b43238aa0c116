/** `pc-switcher live`: folders of documents that are on both laptops all the time. */
import path from 'node:path'
import { calls } from '../../../contract/calls.ts'
import type { Live } from '../../../contract/live-calls.ts'
import { livePlaceOf } from '../../../contract/live-place.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { distinct } from '../../../kernel/distinct.ts'
import { followTask } from '../follow-task.ts'
import type { CliOutput } from '../output.ts'
import { fromApp, plain } from '../completion/values.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'
import { sayMissing } from '../say-missing.ts'
import * as texts from './texts.ts'

interface OnOptions {
  /** Undefined: as it is. */
  readonly overInternet?: boolean
  readonly yes: boolean
}

interface OffOptions {
  readonly deleteVersions: boolean
}

/** Those of the person's own Syncthing are not for us to end. */
const ownLive = fromApp(async (client) => {
  const { home, folders } = await client.call(calls.liveStatus, {})
  const ours = folders.filter(({ isOurs }) => isOurs)
  return ours.map(({ place, text }) => ({ word: `${home}/${textFromBytePath(place)}`, about: text }))
})

/** The usual ones. */
const notLive = fromApp(async (client) => {
  const { home, folders, usual } = await client.call(calls.liveStatus, {})
  const live = new Set(folders.map(({ place }) => place))
  return usual.filter((place) => !live.has(place)).map((place) => plain(`${home}/${textFromBytePath(place)}`))
})

export const liveCommands = {
  room: 'travels',
  add(program, command, does) {
    const live = program
      .command('live')
      .description('folders of documents that are on both laptops all the time, carried by Syncthing')
    command(live, 'status', 'show which folders are live, and how they stand').action(does(statusCommand))
    command(live, 'on [folders...]', 'make these live, or the usual ones such as ~/Documents; takes a snapshot first')
      .option('--over-internet', 'also where both laptops are on different networks; tells the world their addresses')
      .option('--no-over-internet', 'only where both laptops are on one network')
      .option('--yes', 'agree to what it costs', false)
      .action((folders: readonly string[], options: OnOptions) => does(onCommand(folders, options))())
    command(live, 'off [folders...]', 'end that these are live, or all; every file stays')
      .option('--delete-versions', 'also delete the earlier versions that Syncthing kept in them', false)
      .action((folders: readonly string[], options: OffOptions) => does(offCommand(folders, options))())
  },
  completes: {
    'live on folders': { ...notLive, hasFiles: true },
    'live off folders': ownLive,
  },
} satisfies CommandGroup

const statusCommand: CliCommand = async ({ client }, output) =>
  showLive(await client.call(calls.liveStatus, {}), output)

function showLive(live: Live, output: CliOutput): number {
  output.tell({ type: 'live', ...live })
  texts.liveLines(live).forEach(output.say)
  return sayMissing(live.missing, undefined, output)
}

function onCommand(folders: readonly string[], { overInternet, yes }: OnOptions): CliCommand {
  return async (connection, output) => {
    const live = await connection.client.call(calls.liveStatus, {})
    const places = folders.length === 0 ? live.usual : placesOf(folders, live)
    if (places.length === 0) throw new AppError({ code: 'not-found', ...texts.noneUsual })
    const isOverInternet = overInternet ?? live.isOverInternet
    const isLive = places.every((place) =>
      live.folders.some((folder) => folder.place === place && folder.state !== 'held-up'),
    )
    if (isLive && isOverInternet === live.isOverInternet) {
      output.say(texts.alreadyLive(places))
      return showLive(live, output)
    }
    if (!yes) await agree(places, isOverInternet, output)
    const input = { places: [...places], isOverInternet }
    return showLive(await followTask(connection, output, (task) => task.call(calls.liveOn, input)), output)
  }
}

async function agree(places: readonly BytePath[], isOverInternet: boolean, output: CliOutput): Promise<void> {
  texts.priceLines(places, isOverInternet).forEach(output.say)
  const terminal = output.terminal?.()
  const typed = await terminal?.ask(texts.agree)
  terminal?.close()
  if (!/^y(?:es)?$/i.test(typed?.trim() ?? '')) throw new AppError({ code: 'needs-answers', ...texts.notAgreed })
}

function offCommand(folders: readonly string[], { deleteVersions }: OffOptions): CliCommand {
  return async (connection, output) => {
    const before = await connection.client.call(calls.liveStatus, {})
    const places = folders.length === 0 ? undefined : placesOf(folders, before)
    const ours = before.folders.filter(({ isOurs }) => isOurs).map(({ place }) => place)
    const known = deleteVersions ? [...ours, ...before.keptVersions] : ours
    const unknown = places?.filter((place) => !known.includes(place)) ?? []
    if (unknown.length > 0) throw new AppError({ code: 'not-found', ...texts.notLive(unknown) })
    const input = { ...(places === undefined ? {} : { places: [...places] }), deleteVersions }
    const live = await followTask(connection, output, (task) => task.call(calls.liveOff, input))
    const ended = ours.filter((place) => places?.includes(place) ?? true)
    output.tell({ type: 'live', ...live })
    texts.endedLines(ended, deleteVersions, live).forEach(output.say)
    return sayMissing(live.missing, undefined, output)
  }
}

/** From where the person is, as every command takes files. AppError "invalid-input" for what is not below the home. */
function placesOf(folders: readonly string[], { home }: Pick<Live, 'home'>): readonly BytePath[] {
  const places = folders.map((typed) => {
    // A tilde that the shell did not see: in quotes, or after another word.
    const place = livePlaceOf(/^~(\/|$)/.test(typed) ? typed : path.resolve(typed), home)
    if (place === undefined) throw new AppError({ code: 'invalid-input', ...texts.notInHome(typed, home) })
    return place
  })
  return distinct(places)
}
