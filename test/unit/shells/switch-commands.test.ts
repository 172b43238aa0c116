import { describe, expect, it } from 'vitest'
import type { SwitchEntry } from '../../../src-main/contract/activity-calls.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import type { CliCommand } from '../../../src-main/shells/cli/program-parts.ts'
import {
  giveUpCommand,
  listSwitchesCommand,
  logCommand,
  pauseCommand,
} from '../../../src-main/shells/cli/switches/program.ts'
import { localTime } from '../../../src-main/shells/cli/local-time.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { overview } from '../../renderer/laptops.ts'
import { interruptedState, runningState } from '../../renderer/runs.ts'
import { appOf, outputInto } from './command-parts.ts'

const p17 = { name: 'p17', label: 'P17' }
const xps = { name: 'xps', label: 'XPS 13' }
const entry = (switchId: string, startedAt: string): SwitchEntry => ({
  kind: 'switch',
  switchId,
  from: p17,
  to: xps,
  startedAt,
  result: 'verified',
  summary: '',
})
const older = entry('20261120T081719058Z-b76059', '2026-11-20T08:17:19.058Z')
const newer = entry('20261120T091719058Z-aaaaaa', '2026-11-20T09:17:19.058Z')
const text = 'Packages: failed\ndpkg ended with 1'

/** Runs a command against an app in memory; gives back what it printed, and its messages for scripts. */
async function run(command: CliCommand, answers: Readonly<Record<string, (input: unknown) => unknown>>) {
  const lines: string[] = []
  const told: unknown[] = []
  const code = await command(appOf(answers), outputInto(lines, told))
  return { lines, told, code }
}

const app = {
  'activity.list': () => ({ entries: [older, newer], unreadable: [] }),
  'activity.log': (input: unknown) => ({
    lines: [
      {
        at: (input as typeof older).switchId === older.switchId ? older.startedAt : newer.startedAt,
        text,
        tone: 'error',
      },
    ],
  }),
}

describe('pc-switcher log', () => {
  it('prints the newest switch in local time, with an id that can be typed', async () => {
    const { lines } = await run(logCommand(undefined), app)
    expect(lines).toEqual([
      `aaaaaa  ${localTime(newer.startedAt)}  P17 → XPS 13  verified`,
      `  ${localTime(newer.startedAt)}  ! Packages: failed\n${' '.repeat(23)}dpkg ended with 1`,
    ])
    expect(lines.join()).not.toContain('Z')
  })

  it.each(['b76059', older.switchId])('finds the switch that is called %s', async (id) => {
    expect((await run(logCommand(id), app)).lines[0]).toContain('b76059')
  })

  it('never prints another switch than the one that was asked for', async () => {
    await expect(run(logCommand('ffffff'), app)).rejects.toMatchObject({ code: 'not-found' })
    const twins = {
      ...app,
      'activity.list': () => ({ entries: [older, { ...newer, switchId: 'x-b76059' }], unreadable: [] }),
    }
    await expect(run(logCommand('b76059'), twins)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('lists all of them, the newest first', async () => {
    const { lines, told } = await run(listSwitchesCommand, app)
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['aaaaaa', 'b76059'])
    expect(told).toMatchObject([
      { type: 'switches', switches: [{ switchId: newer.switchId }, { switchId: older.switchId }] },
    ])
  })
})

describe('pc-switcher pause', () => {
  const states = (...list: readonly SwitchState[]) => {
    const rest = [...list]
    return () => rest.shift()
  }

  it('pauses the switch that runs here, and says how to go on or to give it up', async () => {
    const asked: string[] = []
    const { lines, told } = await run(pauseCommand, {
      'switch.state': states(runningState('2026-11-20T08:00:00.000Z'), interruptedState('paused')),
      'switch.pause': () => {
        asked.push('pause')
        return {}
      },
    })
    expect(asked).toEqual(['pause'])
    expect(told).toEqual([{ type: 'result', result: 'paused' }])
    expect(lines.join()).toContain('pc-switcher resume')
    expect(lines.join()).toContain('pc-switcher give-up')
  })

  it('says where it runs when it does not run here', async () => {
    const since = '2026-11-20T08:00:00.000Z'
    const openSwitch = { switchId: 'one', from: xps, to: p17, since, startedBy: 'xps', running: true }
    const answers = { 'switch.state': states({ kind: 'idle' }), overview: () => ({ ...overview, openSwitch }) }
    await expect(run(pauseCommand, answers)).rejects.toMatchObject({
      code: 'not-found',
      hint: 'It runs on XPS 13: run pc-switcher pause there.',
    })
  })
})

describe('pc-switcher give-up', () => {
  it('says in a sentence what it means', async () => {
    const { lines } = await run(giveUpCommand, {
      'switch.giveUp': () => ({ switchId: older.switchId, from: p17, to: xps, startedBy: 'p17', told: true }),
    })
    expect(lines).toEqual([
      "Given up. XPS 13 stays as it is now, with what was copied so far, and this switch can't be resumed any more. To plan a new one: pc-switcher plan",
    ])
  })

  it('is refused when nothing is open', async () => {
    const nothing = () => {
      throw new AppError({ code: 'not-found', message: 'No switch is waiting to be resumed.' })
    }
    await expect(run(giveUpCommand, { 'switch.giveUp': nothing })).rejects.toMatchObject({ code: 'not-found' })
  })
})
