/** The commands of a switch: that which is to be, that runs, stands still, or is over. */
import { calls } from '../../../contract/calls.ts'
import type { UndoPlan } from '../../../contract/rollback-calls.ts'
import { startedOn } from '../../../contract/started-by.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { Connection } from '../connection.ts'
import { passwordStdin } from '../asking/with-password.ts'
import { fromApp, otherHost } from '../completion/values.ts'
import { exitCodes } from '../exit-codes.ts'
import { localTime } from '../local-time.ts'
import { oneWay, type TypedWay } from '../one-way.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'
import { sayState } from '../snapshots/bringing-back.ts'
import { notYet } from '../snapshots/consent.ts'
import { switchCommand, type SwitchOptions } from '../switch-command.ts'
import { findSwitch, listSwitches, shortSwitchIds } from './choose.ts'
import { followCommand, planCommand, resumeCommand, statusCommand } from './commands.ts'
import {
  undoPlanLines,
  finishedMeanwhile,
  givenUp,
  givenUpHere,
  logLines,
  noRunningSwitch,
  nothingToSuspend,
  noSwitches,
  paused,
  suspended,
  switchLines,
} from './texts.ts'

export const switchCommands: CommandGroup = {
  room: 'switch',
  add(program, command, does) {
    command(program, 'status', 'show which laptop has the latest work, and any open switch').action(does(statusCommand))
    command(program, 'plan', 'show what a switch would do and ask; changes nothing')
      .option(...toOption)
      .option(...fromOption)
      .action((typed: TypedWay) => does(planCommand(oneWay(typed)))())
    command(program, 'switch', 'bring the other laptop up to date, or this one with its work; asks at a terminal')
      .option(...toOption)
      .option(...fromOption)
      .option('--answers <file>', 'JSON file of question IDs and choices')
      .option('--yes', 'use safe defaults for questions without an answer', false)
      .option(...passwordStdin)
      .action(({ to, from, ...options }: TypedWay & Omit<SwitchOptions, 'way'>) =>
        does(switchCommand({ ...options, way: oneWay({ to, from }) }), true)(),
      )
    command(program, 'resume', 'finish an interrupted switch')
      .option('--yes', 'for scripts; has no effect, because resume asks nothing', false)
      .action(does(resumeCommand, true))
    command(
      program,
      'follow',
      'show how far a running switch or job is, until it ends; Ctrl+C leaves it running',
    ).action(does(followCommand))
    command(program, 'pause', 'pause the switch that runs on this laptop; it can be resumed').action(does(pauseCommand))
    command(program, 'give-up', 'give up an interrupted switch; it can no longer be resumed').action(
      does(giveUpCommand, true),
    )
    command(program, 'undo [id]', 'undo the last switch: the laptop that was taken is again what it was before')
      .option('--at-next-start', 'undo it at the next restart, also where it could be done now', false)
      .option('--dry-run', 'only show what would be done', false)
      .option('--yes', 'do it; nothing is changed without this', false)
      .action((id: string | undefined, options: UndoOptions) => does(undoCommand(id, options))())
    command(program, 'suspend', 'suspend the laptop that was left, after a switch that was verified').action(
      does(suspendCommand),
    )
    command(program, 'log [id]', 'print the log of a switch, or of the newest one')
      .option('--list', 'list all switches with their IDs instead', false)
      .action((id: string | undefined, { list }: { list: boolean }) =>
        does(list ? listSwitchesCommand : logCommand(id))(),
      )
  },
  completes: {
    'plan host': otherHost,
    'switch host': otherHost,
    'log id': fromApp(async (client) => {
      const switches = await listSwitches(client)
      const short = shortSwitchIds(switches)
      return switches.map(({ switchId, startedAt, from, to }) => ({
        word: short.get(switchId) ?? switchId,
        about: [localTime(startedAt), from.label, '→', to.label].join(' '),
      }))
    }),
  },
}

const toOption = ['--to <host>', 'the other laptop, to pick up there'] as const
const fromOption = ['--from <host>', 'the other laptop, to bring its work here'] as const

interface UndoOptions {
  readonly atNextStart: boolean
  readonly dryRun: boolean
  readonly yes: boolean
}

/** Of the last switch when no id is given. */
function undoCommand(id: string | undefined, options: UndoOptions): CliCommand {
  return async ({ client }, output) => {
    const undo = await client.call(calls.undoPlan, await wantedOf(client, id))
    output.tell({ type: 'undo-plan', undo })
    undoPlanLines(undo).forEach(output.say)
    if (options.dryRun) return exitCodes.done
    if (!options.yes) return notYet(output)
    const when = options.atNextStart || mustWait(undo) ? 'next-start' : 'now'
    const { planId } = undo.plan
    const state = await client.call(calls.rollbackRun, { planId, subvolumes: goingBack(undo), when })
    return sayState(output, [state])
  }
}

async function wantedOf(client: Connection['client'], id: string | undefined): Promise<{ switchId?: string }> {
  return id === undefined ? {} : { switchId: findSwitch(await listSwitches(client), id).switchId }
}

/** All that can be rolled back: the plan says what cannot. */
function goingBack({ plan }: UndoPlan): string[] {
  return plan.subvolumes.filter(({ when }) => when.kind !== 'refused').map(({ subvolume }) => subvolume)
}

function mustWait({ plan }: UndoPlan): boolean {
  return plan.subvolumes.some(({ when }) => when.kind === 'next-start')
}

/** Only a switch that runs on this laptop: the other one has a pc-switcher of its own. */
export const pauseCommand: CliCommand = async ({ client }, output) => {
  const { kind } = await client.call(calls.switchState, {})
  if (kind !== 'running') {
    const { openSwitch, here } = await client.call(calls.overview, { refresh: true })
    const isThere = openSwitch?.running === true && openSwitch.startedBy !== here.laptop.name
    throw new AppError({ code: 'not-found', ...noRunningSwitch(isThere ? startedOn(openSwitch).label : undefined) })
  }
  await client.call(calls.switchPause, {})
  const after = await client.call(calls.switchState, {})
  const result = after.kind === 'interrupted' ? 'paused' : 'finished'
  output.tell({ type: 'result', result })
  output.say(result === 'paused' ? paused : finishedMeanwhile)
  return exitCodes.done
}

export const giveUpCommand: CliCommand = async ({ client }, output) => {
  const { switchId, to, told, ...given } = await client.call(calls.switchGiveUp, {})
  output.tell({ type: 'result', result: 'given-up', switchId, told })
  output.say(told ? givenUp(to.label) : givenUpHere(startedOn({ to, ...given }).label))
  return exitCodes.done
}

/** After the last switch that both laptops remember. */
const suspendCommand: CliCommand = async ({ client }, output) => {
  const { holder } = await client.call(calls.overview, { refresh: true })
  if (holder.kind !== 'held') throw new AppError({ code: 'blocked', ...nothingToSuspend })
  const { laptop } = await client.call(calls.switchSuspend, { switchId: holder.switchId })
  output.tell({ type: 'result', result: 'suspended', laptop: laptop.name })
  output.say(suspended(laptop.label))
  return exitCodes.done
}

/** Of the newest switch when no id is given. */
export function logCommand(id: string | undefined): CliCommand {
  return async ({ client }, output) => {
    const switches = await listSwitches(client)
    const entry = id === undefined ? switches[0] : findSwitch(switches, id)
    if (entry === undefined) {
      output.say(noSwitches)
      return exitCodes.done
    }
    const { lines } = await client.call(calls.activityLog, { switchId: entry.switchId })
    output.tell({ type: 'log', switch: entry, lines })
    switchLines([entry], shortSwitchIds(switches)).forEach(output.say)
    logLines(lines).forEach(output.say)
    return exitCodes.done
  }
}

export const listSwitchesCommand: CliCommand = async ({ client }, output) => {
  const switches = await listSwitches(client)
  output.tell({ type: 'switches', switches })
  if (switches.length === 0) output.say(noSwitches)
  switchLines(switches, shortSwitchIds(switches)).forEach(output.say)
  return exitCodes.done
}
