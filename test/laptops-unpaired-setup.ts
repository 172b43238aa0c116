/** A practice pair as somebody has it who begins, with Debian 13 and 12 on it: made before, and gone after. */
import { pairDown, pairUp } from '../practice/pair.ts'
import { testReleases } from './laptops-pair.ts'

const name = 'unpaired'

export async function setup(): Promise<void> {
  await pairDown(name, { remove: true })
  const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`)
  const releases = { p17: 'trixie', xps: 'bookworm', ...testReleases } as const
  await pairUp({ name, files: 300, releases, unpaired: true, say })
}

export async function teardown(): Promise<void> {
  await pairDown(name, { remove: true })
}
