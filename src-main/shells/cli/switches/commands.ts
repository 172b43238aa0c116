import { calls } from '../../../contract/calls.ts'
import { startedOn } from '../../../contract/started-by.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { CliCommand } from '../commands.ts'
import { exitCodes } from '../exit-codes.ts'
import { findSwitch, listSwitches, shortSwitchIds } from './choose.ts'
import {
  finishedMeanwhile,
  givenUp,
  givenUpHere,
  logLines,
  noRunningSwitch,
  nothingToSuspend,
  noSwitches,
  paused,
  suspended,
  switchLine,
} from './texts.ts'

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
export const suspendCommand: CliCommand = async ({ client }, output) => {
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
    output.say(switchLine(entry, shortSwitchIds(switches).get(entry.switchId) ?? entry.switchId))
    logLines(lines).forEach(output.say)
    return exitCodes.done
  }
}

export const listSwitchesCommand: CliCommand = async ({ client }, output) => {
  const switches = await listSwitches(client)
  output.tell({ type: 'switches', switches })
  if (switches.length === 0) output.say(noSwitches)
  const short = shortSwitchIds(switches)
  for (const one of switches) output.say(switchLine(one, short.get(one.switchId) ?? one.switchId))
  return exitCodes.done
}
