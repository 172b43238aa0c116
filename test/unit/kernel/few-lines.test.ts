import { expect, it } from 'vitest'
import { toWireError } from '../../../src-main/contract/wire-error.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { fewLines } from '../../../src-main/kernel/few-lines.ts'

const numbered = (count: number) => Array.from({ length: count }, (_one, index) => `line ${index + 1}`).join('\n')

it('leaves a short text as it is', () => {
  for (const text of ['', 'one', numbered(21)]) expect(fewLines(text)).toBe(text)
})

it('keeps the beginning and the end of a long one, and says how much is left out', () => {
  const lines = fewLines(numbered(28_680)).split('\n')
  expect(lines).toHaveLength(21)
  expect([lines[0], lines[8], lines.at(-1)]).toEqual(['line 1', '… 28660 more lines …', 'line 28680'])
})

it('keeps the end of one that is long without lines', () => {
  const text = fewLines(`${'x'.repeat(9_000)}end`)
  expect(text).toHaveLength(4_000)
  expect(text.endsWith('xend')).toBe(true)
})

it('is how much of a tool every client is told', () => {
  const thrown = new AppError({ code: 'tool-failed', message: 'Could not.', details: numbered(28_680) })
  expect(toWireError(thrown).details?.split('\n')).toHaveLength(21)
})
