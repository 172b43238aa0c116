import { randomUUID } from 'node:crypto'
import type { Machine } from '../../machine/machine.ts'
import type { AppParts } from './app-capability.ts'

interface Both {
  readonly own: Machine
  /** Undefined where it does not answer, or there is none. */
  readonly other: Machine | undefined
  /** As they are shown, also while the other one is away. */
  readonly labels: { readonly here: string; readonly there: string | undefined }
}

/** This laptop, and the other one as far as it answers. */
export async function findOther({ here, reach, calls }: Pick<AppParts, 'here' | 'reach' | 'calls'>): Promise<Both> {
  const [own, { machines }] = await Promise.all([here(), reach.all()])
  const other = machines.find(({ name }) => name !== own.name)
  const known = async () => (await calls().overview({ refresh: false }, { callId: randomUUID() })).peer?.laptop.label
  return { own, other, labels: { here: own.label, there: other?.label ?? (await known()) } }
}
