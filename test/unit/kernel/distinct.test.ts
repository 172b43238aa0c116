import { expect, it } from 'vitest'
import { distinct } from '../../../src-main/kernel/distinct.ts'

it('keeps each value where it first appears', () => {
  const [alice, node] = [{ kind: 'person', name: 'alice' }, { kind: 'program' }]
  expect(distinct([alice, node, { ...alice }])).toEqual([alice, node])
})
