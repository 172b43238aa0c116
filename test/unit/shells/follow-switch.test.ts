import { describe, expect, it, vi } from 'vitest'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import { followSwitch } from '../../../src-main/shells/cli/follow-switch.ts'
import type { Connection } from '../../../src-main/shells/cli/connection.ts'
import { exitCodes } from '../../../src-main/shells/cli/exit-codes.ts'
import { followCommand } from '../../../src-main/shells/cli/switches/commands.ts'
import { createClient } from '../../../src-main/transport/client.ts'
import { overview } from '../../renderer/laptops.ts'
import { worlds } from '../../renderer/worlds.ts'
import { appOf, outputInto } from './command-parts.ts'

/** Follows a switch that never ends by itself, until the process gets the signal of Ctrl+C. */
async function interruptWhile(attached: boolean) {
  const [said, told, asked]: [string[], unknown[], string[]] = [[], [], []]
  let isFollowed = false
  let close: () => void = () => undefined
  const send = (name: string) => {
    asked.push(name)
    return Promise.resolve({ ok: true, value: {} })
  }
  const before = process.listeners('SIGINT')
  const code = followSwitch(
    {
      client: createClient(send),
      send,
      attached,
      subscribe: (_hear, lost) => {
        close = lost
        return () => undefined
      },
      close: () => Promise.resolve(),
    },
    { json: false, say: (line) => void said.push(textOf(line)), tell: (message) => void told.push(message) },
    () => {
      isFollowed = true
      return Promise.resolve()
    },
  )
  await vi.waitUntil(() => isFollowed)
  process
    .listeners('SIGINT')
    .filter((listener) => !before.includes(listener))
    .forEach((listener) => listener('SIGINT'))
  return { code, said, told, asked, close }
}

it('Ctrl+C leaves a switch that the app runs, says that it continues, and calls nothing interrupted', async () => {
  const { code, said, told, asked } = await interruptWhile(true)
  expect(await code).toBe(exitCodes.detached)
  expect(said).toEqual(['The switch goes on. pc-switcher follow shows it again.'])
  expect(told).toEqual([{ type: 'result', result: 'detached' }])
  expect(asked).toEqual([])
})

it('Ctrl+C pauses a switch that no app runs', async () => {
  const { asked, code, close } = await interruptWhile(false)
  expect(asked).toEqual(['switch.pause'])
  close()
  await expect(code).rejects.toMatchObject({ hint: expect.stringContaining('pc-switcher resume') as string })
})

describe('pc-switcher follow', () => {
  const running = { ...overview, openSwitch: undefined }
  const state = (kind: string): SwitchState => {
    const found = Object.values(worlds).map((make) => make().state)
    const one = found.find((each) => each.kind === kind)
    if (one === undefined) throw new Error(`no world is ${kind}`)
    return one
  }

  it('comes back to a switch that runs, and ends with it', async () => {
    const [said, told]: [string[], unknown[]] = [[], []]
    const done = state('done')
    let asked = 0
    const app = appOf({
      overview: () => running,
      // It has ended by the time that it is listened to.
      'switch.state': () => (asked++ === 0 ? state('running') : done),
    })
    expect(await followCommand(app, outputInto(said, told))).toBe(exitCodes.done)
    expect(told).toMatchObject([{ type: 'result', result: 'done' }])
  })

  it('ends when the switch that it waits for cannot start', async () => {
    const { plan } = state('planned') as Extract<SwitchState, { kind: 'planned' }>
    const starting = { kind: 'planned', plan, starting: { doing: 'looking', probed: 1 } } as const
    const app = appOf({ overview: () => running, 'switch.state': () => starting })
    const failed = { type: 'start-told', at: '2026-11-20T08:00:00.000Z' } as const
    const subscribe: Connection['subscribe'] = (hear) => {
      hear({ type: 'snapshot', state: starting })
      hear({ type: 'event', event: failed })
      return () => undefined
    }
    await expect(followCommand({ ...app, subscribe }, outputInto([]))).rejects.toMatchObject({
      message: 'The switch could not start.',
    })
  })

  it('follows a job where no switch runs', async () => {
    const said: string[] = []
    const at = '2026-11-20T08:00:00.000Z'
    const ended = { kind: 'done', at, summary: 'Nothing found.' }
    const run = { runId: 'r', startedAt: at, startedBy: 'hand', isRecorded: true, state: ended }
    const jobs = [{ name: 'scrub', title: 'Check', kind: 'running', text: 'Running' }] as const
    const { facts } = overview.here
    if (facts === undefined) throw new Error('this laptop has facts')
    const seen = { ...running, here: { ...overview.here, facts: { ...facts, jobs: [...jobs] } } }
    const asked: unknown[] = []
    const app = appOf({
      overview: () => seen,
      'switch.state': () => ({ kind: 'idle' }),
      'jobs.follow': (input) => {
        asked.push(input)
        return { run, revision: 1 }
      },
    })
    expect(await followCommand(app, outputInto(said))).toBe(exitCodes.done)
    expect(asked).toEqual([{ laptop: overview.here.laptop.name, name: 'scrub' }])
  })

  it('says what to do where nothing goes on', async () => {
    const app = appOf({ overview: () => running, 'switch.state': () => ({ kind: 'idle' }) })
    await expect(followCommand(app, outputInto([]))).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('pc-switcher log') as string,
    })
  })
})
