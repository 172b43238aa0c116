import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { sideBySide } from '../../../src-main/switch/side-by-side.ts'

it('begins with the steps that copy, does all at once, and answers in the order of the steps', async () => {
  const begun: string[] = []
  const steps = (['prepare', 'copy', 'prove'] as const).map((stage) => ({ info: { stage } }))
  let atWork = 0
  let most = 0
  const done = await sideBySide(steps, async ({ info: { stage } }) => {
    begun.push(stage)
    most = Math.max(most, ++atWork)
    await pause(stage === 'copy' ? 20 : 1)
    atWork -= 1
    return `${stage} done`
  })
  expect(begun).toEqual(['copy', 'prepare', 'prove'])
  expect(most).toBe(3)
  expect(done).toEqual(['prepare done', 'copy done', 'prove done'])
})
