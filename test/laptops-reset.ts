/** Every file of the laptops' tests starts from the same two laptops. */
import { beforeAll, beforeEach } from 'vitest'
import { resetPair } from '../practice/pair.ts'
import { testPair } from './laptops-pair.ts'
import { tellWhereItFails } from './laptops-waits.ts'

beforeAll(async () => {
  await resetPair(testPair)
})

beforeEach(tellWhereItFails)
