import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { agentCapabilities } from '../../../src-main/agent/capabilities.ts'
import { joinAgent } from '../../../src-main/agent/join-capabilities.ts'
import { createSyncthingApp } from '../../../src-main/commons/syncthing/app.ts'
import { createSyncSession } from '../../../src-main/commons/syncthing/on-pair/sync-session.ts'
import { wording } from '../../../src-main/app/wording.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { createApp } from '../../../src-main/app/create-app.ts'
import { listBases } from '../../../src-main/domains/home-sync/scan-verbs.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { newCall } from '../transport/new-call.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('doctor')))

it('names a memory of a laptop that was damaged, and where it is now', async () => {
  const { answers } = joinAgent(agentCapabilities)
  const memories = path.join(folder, 'p17', 'home-base')
  await mkdir(memories, { recursive: true })
  await writeFile(path.join(memories, 'bases.json'), 'garbage')
  const at = async (name: string) =>
    (await memoryMachine(name, answers, { stateFolder: path.join(folder, name) })).machine
  const p17 = await at('p17')
  const paths = {
    appFolder: '',
    journals: '',
    proofs: '',
    work: '',
    crash: '',
    answers: '',
    times: '',
    systemState: '',
    socket: '',
  }
  const app = await createApp(paths, {
    sources: {
      startHere: () => Promise.resolve(p17),
      readPeer: () =>
        Promise.resolve({ name: 'xps', address: '10.0.0.1', port: 22, privateKey: Buffer.from(''), hostKeys: [] }),
      connectPeer: () => at('xps'),
    },
  })
  const hints = async () =>
    (await app.handlers.doctor({}, newCall())).items.filter(({ title }) => title === 'Damaged file')
  expect(await hints()).toEqual([])
  expect(await p17.call(listBases, {})).toEqual({ bases: [], isLost: true, isForgotten: false })
  const [aside = ''] = await readdir(memories)
  expect(await hints()).toEqual([
    {
      laptop: 'P17',
      title: 'Damaged file',
      verdict: 'warning',
      text: `${memories}/bases.json could not be read and was set aside as ${memories}/${aside}. What it saved is found out anew.`,
      hint: 'Nothing needs it any more. Delete it once you have looked at it.',
    },
  ])
  await app.close()
})

describe('Syncthing', () => {
  const asked = async (version: string, state: string) => {
    const machine: Machine = {
      ...{ name: 'p17', label: 'P17', wording },
      call: () => Promise.resolve({ version, state } as never),
    }
    return (
      await Promise.all(createSyncthingApp(createSyncSession()).doctorChecks.map((check) => check(machine)))
    ).flat()
  }

  it.each([
    [
      'never-started',
      'Version v1.29.5. It has not been needed so far: it starts when a file in /etc has to be copied.',
    ],
    ['stopped', 'Version v1.29.5, ready. It runs only while files in /etc are copied.'],
    ['running', 'Version v1.29.5, running.'],
  ])('that is %s is told as it is', async (state, text) => {
    const told = await asked('v1.29.5', state)
    expect(told).toEqual([{ laptop: 'P17', title: 'Syncthing', verdict: 'passed', text }])
  })

  it('whose version was never tried is told with what to do', async () => {
    const [told] = await asked('v2.1.3', 'stopped')
    expect(told?.verdict).toBe('warning')
    expect(told?.hint).toContain('install the Syncthing of your system')
  })
})
