/** What is flushed to the disks before a switch is said to be done. */
import { expect, it } from 'vitest'
import { flushPlaces } from '../../../src-main/commons/laptop/on-machine/answers.ts'

function flushing(standing: readonly string[][], failsFor: string) {
  const flushed: (readonly string[])[] = []
  let looks = 0
  const look = () => standing[Math.min(looks++, standing.length - 1)] ?? []
  const flush = (places: readonly string[]) => {
    flushed.push(places)
    return places.includes(failsFor) ? Promise.reject(new Error(`${failsFor} failed`)) : Promise.resolve()
  }
  return { done: flushPlaces(look, flush), flushed }
}

it('goes on without a place that is unmounted meanwhile', async () => {
  const { done, flushed } = flushing([['/', '/stick'], ['/']], '/stick')
  await done
  expect(flushed).toEqual([['/', '/stick'], ['/']])
})

it('fails where a disk that is still there could not be written', async () => {
  const { done, flushed } = flushing([['/', '/home']], '/home')
  await expect(done).rejects.toThrow('/home failed')
  expect(flushed).toHaveLength(1)
})
