import { expect, it } from 'vitest'
import { inOrder } from '../../../src-main/app/join-capabilities.ts'
import { stepOf } from '../switch/rehearsed-steps.ts'

it('lists each step behind those that it comes after, and otherwise as they stand', () => {
  const steps = [
    stepOf({ id: 'packages' }),
    stepOf({ id: 'services', after: ['etc', 'not-there'] }),
    stepOf({ id: 'home' }),
    stepOf({ id: 'etc', after: ['packages'] }),
    stepOf({ id: 'images' }),
  ]
  expect(inOrder(steps).map(({ info }) => info.id)).toEqual(['packages', 'home', 'etc', 'services', 'images'])
})
