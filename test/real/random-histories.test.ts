/**
 * Random histories of two homes between which is switched: no work is on neither laptop that nobody gave up, nothing is called the
 * same that differs, and both remember the same.
 */
import { describe, it } from 'vitest'
import { isLong, seed as runSeed } from '../how-long.ts'
import { createRandom } from '../random.ts'
import { History } from './histories/history.ts'

const histories = isLong ? 200 : 10
const [fewest, more] = isLong ? [6, 7] : [3, 2]

describe('a history of two homes', () => {
  it.each(Array.from({ length: histories }, (_none, index) => runSeed + index))(
    'loses no work, and calls nothing the same that differs (seed %i)',
    async (seed) => {
      const history = new History(seed)
      try {
        await history.run(fewest + createRandom(seed).below(more))
      } finally {
        history.remove()
      }
    },
  )
})
