/** Every file of the laptops' tests starts from the same two laptops. */
import { beforeAll } from 'vitest'
import { resetPair } from '../practice/pair.ts'
import { testPair } from './laptops-pair.ts'

beforeAll(async () => {
  await resetPair(testPair)
})
