/** What `npm run fixtures` recorded fits the contract, holds nothing of the machine that recorded it, and stays small. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { calls } from '../../../src-main/contract/calls.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import { formatRecording } from '../../recording/format.ts'
import { recordingSchema, type Recording } from '../../renderer/recording-schema.ts'
import { recordedPlan, recordedState, recordings } from '../../renderer/recorded.ts'

const folder = path.resolve(import.meta.dirname, '../../renderer/recorded')
const files = readdirSync(folder)
const textOf = (file: string): string => readFileSync(path.join(folder, file), 'utf8')

it('every recorded file is one that fixtures read', () => {
  expect(recordings).toHaveLength(files.length)
})

describe.each(files)('%s', (file) => {
  const { answers } = recordingSchema.parse(JSON.parse(textOf(file)))

  it('has answers that the contract knows, to input that it takes', () => {
    for (const answer of answers) {
      const { input, output } = calls[answer.call]
      expect(input.safeParse(answer.input).error, `${answer.call} ${answer.about}`).toBeUndefined()
      if (answer.ok) expect(output.safeParse(answer.value).error, `${answer.call} ${answer.about}`).toBeUndefined()
    }
  })

  it('is written as a recording is', () => {
    expect(textOf(file)).toBe(formatRecording(JSON.parse(textOf(file)) as Recording))
  })

  it('asks a call once about each thing', () => {
    const names = answers.map(({ call, about }) => `${call}: ${about}`)
    expect(names).toEqual([...new Set(names)])
  })

  it('has no secrets, and no paths or addresses of the machine that recorded it', () => {
    expect(textOf(file)).not.toMatch(/PRIVATE KEY|privkey|\b10\.\d+\.\d+\.\d+\b|\/enter\/[0-9a-f]{8}/)
    expect(textOf(file)).not.toContain(process.cwd())
  })
})

it('all of it is some hundred kilobytes', () => {
  expect(files.reduce((sum, file) => sum + textOf(file).length, 0)).toBeLessThan(800_000)
})

it('a stream gives the state that a client had', () => {
  expect(recordedState('the first plan', 'plan-started').kind).toBe('planning')
  expect(recordedState('the first switch, paused and resumed', 'switch-stopped')).toMatchObject({
    kind: 'interrupted',
    by: 'person',
  })
  expect(recordedState('the first switch, paused and resumed', 'switch-finished').kind).toBe('done')
})

it('questions of every step that asks were recorded', () => {
  const asking = ['the first plan', 'a plan after both went on'].flatMap((about) =>
    Object.values(recordedPlan(about).previews).flatMap(({ questions }) => questions.map(({ stepId }) => stepId)),
  )
  expect(new Set(asking)).toEqual(
    new Set([stepIds.checks, stepIds.packages, stepIds.home, stepIds.etc, stepIds.images]),
  )
})
