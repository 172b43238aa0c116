/** A practice pair as somebody has it who begins: made before, and gone after. */
import { pairDown, pairUp } from '../practice/pair.ts'

const name = 'unpaired'

export async function setup(): Promise<void> {
  await pairDown(name, { remove: true })
  await pairUp({ name, files: 300, unpaired: true, say: (sentence) => process.stdout.write(`${sentence}\n`) })
}

export async function teardown(): Promise<void> {
  await pairDown(name, { remove: true })
}
