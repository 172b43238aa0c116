import { hostname } from 'node:os'
import { answer, type Answer } from '../../../machine/machine.ts'
import { readPrettyName, writePrettyName } from '../../../tools/machine-info.ts'
import { readLabel, writeLabel } from '../verbs.ts'

const labelNow = () => ({ label: readPrettyName() ?? hostname() })

const answerRead = answer(readLabel, () => Promise.resolve(labelNow()))

const answerWrite = answer(writeLabel, ({ label }) => {
  writePrettyName(label)
  return Promise.resolve(labelNow())
})

export const laptopNamesAnswers: readonly Answer[] = [answerRead, answerWrite]
