/** A file to keep, through the desktop's window: the person is asked for a place there, and told when it cannot be had. */
import { expect, it } from 'vitest'
import { createClient } from '../../../src-renderer/client/client.ts'
import { createElectronBinding } from '../../../src-renderer/client/electron-binding.ts'

const report = { name: 'report.txt', type: 'text/plain', content: 'Verified.\n' }

function windowThatAnswers(answer: unknown) {
  const asked: unknown[] = []
  const client = createClient(
    createElectronBinding({
      call: () => Promise.reject(new Error('not a call')),
      onMessage: () => () => undefined,
      saveFile: (file) => {
        asked.push(file)
        return Promise.resolve(answer)
      },
      note: () => undefined,
    }),
  )
  return { client, asked }
}

it('goes to the window, which asks for the place', async () => {
  const { client, asked } = windowThatAnswers({ ok: true, value: { saved: true } })
  await client.saveFile(report)
  expect(asked).toEqual([{ name: 'report.txt', content: 'Verified.\n' }])
})

it('says why it could not be saved', async () => {
  const error = { code: 'blocked', message: "/media/full/report.txt can't be saved.", hint: 'Choose another folder.' }
  const { client } = windowThatAnswers({ ok: false, error })
  await expect(client.saveFile(report)).rejects.toMatchObject({ wire: error })
})
