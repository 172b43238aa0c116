/** A practice pair as somebody has it who begins, with Debian 12 on both: made before, and gone after. */
import { pairDown, pairUp } from '../practice/pair.ts'
import { unpairedReleases } from './laptops-pair.ts'

const name = 'unpaired'

export async function setup(): Promise<void> {
  await pairDown(name, { remove: true })
  const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`)
  await pairUp({ name, files: 300, releases: unpairedReleases, unpaired: true, say })
}

export async function teardown(): Promise<void> {
  await pairDown(name, { remove: true })
}
