/**
 * A practice pair as somebody has it who begins, with Debian 13 and 12 on it, the first all in the top level of its disk: made
 * before, and gone after.
 */
import { pairDown, pairUp } from '../practice/pair.ts'

const name = 'intop'

export async function setup(): Promise<void> {
  await pairDown(name, { remove: true })
  const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`)
  await pairUp({ name, files: 300, releases: { p17: 'trixie', xps: 'bookworm' }, unpaired: true, inTop: 'p17', say })
}

export async function teardown(): Promise<void> {
  await pairDown(name, { remove: true })
}
