/** Nothing waits for ever: what hangs is ended, told, and asked anew. */
import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineVerb } from '../../../src-main/contract/define.ts'
import { answer, type Answer, type AnswerContext } from '../../../src-main/machine/machine.ts'
import { watchSilence } from '../../../src-main/machine/call-verb.ts'
import { parseBytes, parseTicks, readWork } from '../../../src-main/tools/proc/process-work.ts'
import { run } from '../../../src-main/tools/run.ts'
import { giveSignOfLife } from '../../../src-main/tools/sign-of-life.ts'
import { titles } from '../../../src-main/tools/titles/messages.ts'
import { memoryMachine } from './memory-machine.ts'

const silentMs = 300

function verbNamed(name: string) {
  const [input, output] = [z.object({}), z.object({})]
  return defineVerb({ name, title: 'put the files into their places', mutates: false, silentMs, input, output })
}

const verb = verbNamed('test.work')

async function ask(work: (context: AnswerContext) => Promise<unknown>, more: readonly Answer[] = []) {
  const handle = answer(verb, async (_input, context) => {
    await work(context)
    return {}
  })
  const { machine, served } = await memoryMachine('p17', [handle, ...more], { stuckMs: 200 })
  return { machine, served, asked: machine.call(verb, {}) }
}

async function workFor(ms: number, sign: (turn: number) => void): Promise<void> {
  for (let turn = 0; turn * 50 < ms; turn += 1) {
    sign(turn)
    await pause(50)
  }
}

describe('a verb', () => {
  it('that says nothing is stopped, and it is told on which laptop and what it was doing', async () => {
    const { machine, asked } = await ask(({ signal }) => pause(60_000, undefined, { signal }))
    await expect(asked).rejects.toMatchObject({
      code: 'timed-out',
      message: 'P17 could not put the files into their places: no progress for 0 s.',
      hint: expect.stringMatching(/nothing is lost.*P17.*resume/) as string,
    })
    machine.close()
  })

  it('is alive for as long as its progress is new', async () => {
    const { machine, asked } = await ask(({ report }) => workFor(800, (turn) => report({ done: turn, unit: 'files' })))
    expect(await asked).toEqual({})
    machine.close()
  })

  it('is not alive because it says the same again', async () => {
    const { machine, asked } = await ask(({ report, signal }) =>
      workFor(1_500, () => {
        signal.throwIfAborted()
        report({ done: 1, unit: 'files' })
      }),
    )
    await expect(asked).rejects.toMatchObject({ code: 'timed-out' })
    machine.close()
  })

  it('is alive for as long as something deep inside gives signs of life, and nobody else is by them', async () => {
    const hangs = verbNamed('test.hangs')
    const other = answer(hangs, async (_input, { signal }) => {
      await pause(60_000, undefined, { signal })
      return {}
    })
    const { machine, asked } = await ask(() => workFor(900, giveSignOfLife), [other])
    await expect(machine.call(hangs, {})).rejects.toMatchObject({ code: 'timed-out' })
    expect(await asked).toEqual({})
    machine.close()
  })

  it('ends the program that it started and that hangs', async () => {
    const found: number[] = []
    const { machine, asked } = await ask(({ signal }) =>
      run(
        {
          title: titles.listFiles({}),
          argv: ['sh', '-c', 'echo $$; exec sleep 60'],
          onLine: (line) => found.push(Number(line)),
        },
        { signal },
      ),
    )
    await expect(asked).rejects.toMatchObject({ code: 'timed-out' })
    await expect.poll(() => readWork(found[0] ?? 0), { timeout: 7_000 }).toEqual({ ticks: 0, bytes: 0 })
    machine.close()
  })

  it('that cannot be stopped ends its agent, after that is told', async () => {
    const { served, asked } = await ask(() => pause(3_000))
    await expect(asked).rejects.toMatchObject({ code: 'timed-out' })
    await served
  })

  it('that ends while it is stopped has its own outcome', async () => {
    const { machine, asked } = await ask(
      ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)),
    )
    expect(await asked).toEqual({})
    machine.close()
  })
})

describe('an agent that hangs itself', () => {
  it('is given up: the connection ends with the reason, and whoever waits is told', async () => {
    const { machine, mute } = await memoryMachine('xps', [answer(verb, () => pause(2_000).then(() => ({})))], {
      agentMs: 300,
    })
    const asked = machine.call({ ...verb, silentMs: 60_000 }, {})
    mute()
    const reason = {
      code: 'timed-out',
      message: 'XPS could not put the files into their places: no progress for 0 s.',
    }
    await expect(asked).rejects.toMatchObject(reason)
    expect(await machine.ended).toMatchObject(reason)
    await expect(machine.call(verb, {})).rejects.toMatchObject(reason)
  })

  it('is not given up while it answers, however long its work takes', async () => {
    const patient = { ...verb, silentMs: 60_000 }
    const { machine } = await memoryMachine('xps', [answer(patient, () => pause(1_000).then(() => ({})))], {
      agentMs: 300,
    })
    expect(await machine.call(patient, {})).toEqual({})
    machine.close()
  })
})

describe('silence', () => {
  it('is not counted while this program itself stands still', async () => {
    let silent = false
    const watch = watchSilence(400, () => (silent = true))
    await pause(20)
    const until = performance.now() + 1_000
    while (performance.now() < until);
    await pause(20)
    expect(silent).toBe(false)
    await expect.poll(() => silent, { timeout: 2_000 }).toBe(true)
    watch.end()
  })
})

describe('the work of a program', () => {
  it('is read with that of the programs it started', async () => {
    const child = spawn('sh', ['-c', '(while :; do :; done) & wait'], { detached: true })
    try {
      await expect.poll(() => readWork(child.pid ?? 0).ticks, { timeout: 9_000 }).toBeGreaterThan(3)
    } finally {
      process.kill(-(child.pid ?? 0), 'SIGKILL')
    }
  })

  it('is parsed whatever the program is called', () => {
    expect(parseTicks('12 (a) b (c)) S 1 12 12 0 -1 4194304 100 200 0 0 7 5 3 2 20 0 1 0 999 0 0')).toBe(17)
    expect(
      parseBytes(
        'rchar: 100\nwchar: 20\nsyscr: 5\nsyscw: 5\nread_bytes: 4\nwrite_bytes: 0\ncancelled_write_bytes: 0\n',
      ),
    ).toBe(124)
  })
})
