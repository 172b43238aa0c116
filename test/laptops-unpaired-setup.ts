/** A practice pair as somebody has it who begins: made before, and gone after. */
import { pairDown, pairUp } from '../practice/pair.ts'
import { testReleases } from './laptops-pair.ts'

const name = 'unpaired'

export async function setup(): Promise<void> {
  await pairDown(name, { remove: true })
  const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`)
  await pairUp({ name, files: 300, releases: testReleases, unpaired: true, say })
}

export async function teardown(): Promise<void> {
  await pairDown(name, { remove: true })
}
