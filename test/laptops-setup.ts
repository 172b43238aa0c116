/** The one practice pair of the tests that need laptops: up before the first file, down after the last. */
import { pairDown, pairUp } from '../practice/pair.ts'
import { keepPair, testPair, testReleases } from './laptops-pair.ts'

export async function setup(): Promise<void> {
  await pairUp({ name: testPair, releases: testReleases, say: (sentence) => process.stdout.write(`${sentence}\n`) })
}

export async function teardown(): Promise<void> {
  if (!keepPair) await pairDown(testPair)
}
