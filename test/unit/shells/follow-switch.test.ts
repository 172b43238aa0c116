import { expect, it, vi } from 'vitest'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import { followSwitch } from '../../../src-main/shells/cli/follow-switch.ts'
import { exitCodes } from '../../../src-main/shells/cli/exit-codes.ts'
import { createClient } from '../../../src-main/transport/client.ts'

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
  expect(said).toEqual(['Left. The switch continues. Follow it with: pc-switcher status'])
  expect(told).toEqual([{ type: 'result', result: 'detached' }])
  expect(asked).toEqual([])
})

it('Ctrl+C pauses a switch that no app runs', async () => {
  const { asked, code, close } = await interruptWhile(false)
  expect(asked).toEqual(['switch.pause'])
  close()
  await expect(code).rejects.toMatchObject({ hint: expect.stringContaining('pc-switcher resume') as string })
})
