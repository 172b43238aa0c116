import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { createApp } from '../../../src-main/app/create-app.ts'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import { overviewLines } from '../../../src-main/shells/cli/texts.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { newCall } from '../transport/new-call.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('unreadable')))

it('the overview tells, in the app and on the command line, that the last journal cannot be read', async () => {
  const journals = path.join(folder, 'journals')
  await mkdir(journals)
  await writeFile(path.join(journals, 's1.jsonl'), '{"version":1,"switchId":"s1"}\n')
  const paths = {
    appFolder: '',
    journals,
    proofs: '',
    work: path.join(folder, 'work'),
    answers: path.join(folder, 'answers.json'),
    times: path.join(folder, 'times.json'),
    crash: path.join(folder, 'crashed-at'),
    systemState: path.join(folder, 'state'),
    socket: '',
  }
  const app = await createApp(paths, {
    sources: {
      startHere: async () => (await memoryMachine('p17', [])).machine,
      readPeer: () => Promise.reject(new Error('not paired')),
      connectPeer: async () => (await memoryMachine('xps', [])).machine,
    },
  })
  const overview = await app.handlers.overview({ refresh: true }, newCall())
  expect(overview.unreadableSwitch).toMatchObject({
    switchId: 's1',
    error: { code: 'state-unreadable', message: expect.stringContaining('Line 1 of the journal') as string },
  })
  expect(overviewLines(overview, undefined, Date.now()).map(textOf).join('\n')).toContain('Line 1 of the journal')
  await app.close()
})
