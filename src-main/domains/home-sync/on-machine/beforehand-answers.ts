import { statfsSync } from 'node:fs'
import { answer, type Answer } from '../../../machine/machine.ts'
import { readRoom } from '../beforehand-verbs.ts'
import { homeFolder, makeFolder } from './scan/home-folders.ts'

const answerRoom = answer(readRoom, (_input, { host }) => {
  const { bavail, blocks, bsize } = statfsSync(makeFolder(homeFolder(host.stateFolder)))
  return Promise.resolve({ freeBytes: bavail * bsize, totalBytes: blocks * bsize })
})

export const beforehandAnswers: readonly Answer[] = [answerRoom]
