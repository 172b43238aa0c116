/** How a program that ends otherwise than it should is told. */
import { expect, it } from 'vitest'
import { run } from '../../../src-main/tools/run.ts'
import { titles } from '../../../src-main/tools/titles/messages.ts'

const shell = (script: string, more: { readonly maxBytes?: number } = {}) =>
  run({ title: titles.sync({}), argv: ['sh', '-c', script], ...more })

it('tells by which signal a program was ended, and never its whole text', async () => {
  await expect(shell('kill -KILL $$ # many lines')).rejects.toMatchObject({
    code: 'tool-failed',
    details: 'sh was ended by SIGKILL',
  })
})

it('tells that a program printed more than can be kept', async () => {
  await expect(shell('seq 100000', { maxBytes: 1_000 })).rejects.toMatchObject({
    code: 'tool-failed',
    details: 'sh printed more than can be kept',
  })
})

it('tells why a program could not be started', async () => {
  const starting = run({ title: titles.sync({}), argv: ['sh', '-c', 'true'], cwd: '/dev/null' })
  await expect(starting).rejects.toMatchObject({
    code: 'tool-failed',
    details: expect.stringMatching(/^sh: .*\/dev\/null/s) as unknown,
  })
})
