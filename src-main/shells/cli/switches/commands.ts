import type { SwitchEntry } from '../../../contract/activity-calls.ts'
import { calls } from '../../../contract/calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { Command } from '../commands.ts'
import type { Connection } from '../connect.ts'
import { exitCodes } from '../exit-codes.ts'
import {
  finishedMeanwhile,
  givenUp,
  givenUpHere,
  logLines,
  noRunningSwitch,
  noSuchSwitch,
  nothingToSuspend,
  noSwitches,
  paused,
  severalSwitches,
  shortId,
  suspended,
  switchLine,
} from './texts.ts'

/** Only a switch that runs on this laptop: the other one has a pc-switcher of its own. */
export const pauseCommand: Command = async ({ client }, output) => {
  const { kind } = await client.call(calls.switchState, {})
  if (kind !== 'running') {
    const { openSwitch, here } = await client.call(calls.overview, { refresh: true })
    const isThere = openSwitch?.running === true && openSwitch.from.name !== here.laptop.name
    throw new AppError({ code: 'not-found', ...noRunningSwitch(isThere ? openSwitch.from.label : undefined) })
  }
  await client.call(calls.switchPause, {})
  const after = await client.call(calls.switchState, {})
  const result = after.kind === 'interrupted' ? 'paused' : 'finished'
  output.tell({ type: 'result', result })
  output.say(result === 'paused' ? paused : finishedMeanwhile)
  return exitCodes.done
}

export const giveUpCommand: Command = async ({ client }, output) => {
  const { switchId, from, to, told } = await client.call(calls.switchGiveUp, {})
  output.tell({ type: 'result', result: 'given-up', switchId, told })
  output.say(told ? givenUp(to.label) : givenUpHere(from.label))
  return exitCodes.done
}

/** After the last switch that both laptops remember. */
export const suspendCommand: Command = async ({ client }, output) => {
  const { holder } = await client.call(calls.overview, { refresh: true })
  if (holder.kind !== 'held') throw new AppError({ code: 'blocked', ...nothingToSuspend })
  const { laptop } = await client.call(calls.switchSuspend, { switchId: holder.switchId })
  output.tell({ type: 'result', result: 'suspended', laptop: laptop.name })
  output.say(suspended(laptop.label))
  return exitCodes.done
}

/** Of the newest switch when no id is given. */
export function logCommand(id: string | undefined): Command {
  return async ({ client }, output) => {
    const switches = await listSwitches(client)
    const entry = id === undefined ? switches[0] : findSwitch(switches, id)
    if (entry === undefined) {
      output.say(noSwitches)
      return exitCodes.done
    }
    const { lines } = await client.call(calls.activityLog, { switchId: entry.switchId })
    output.tell({ type: 'log', switch: entry, lines })
    output.say(switchLine(entry))
    logLines(lines).forEach(output.say)
    return exitCodes.done
  }
}

export const listSwitchesCommand: Command = async ({ client }, output) => {
  const switches = await listSwitches(client)
  output.tell({ type: 'switches', switches })
  if (switches.length === 0) output.say(noSwitches)
  switches.map(switchLine).forEach(output.say)
  return exitCodes.done
}

/** Newest first. */
async function listSwitches(client: Connection['client']): Promise<readonly SwitchEntry[]> {
  const { entries } = await client.call(calls.activityList, {})
  return entries
    .filter((entry) => entry.kind === 'switch')
    .toSorted((one, other) => other.startedAt.localeCompare(one.startedAt))
}

/** By the whole id or its last part. */
function findSwitch(switches: readonly SwitchEntry[], id: string): SwitchEntry {
  const found = switches.filter(({ switchId }) => switchId === id || shortId(switchId) === id)
  const [first] = found
  if (first === undefined) throw new AppError({ code: 'not-found', ...noSuchSwitch(id) })
  if (found.length > 1) throw new AppError({ code: 'invalid-input', ...severalSwitches(id, found.length) })
  return first
}
