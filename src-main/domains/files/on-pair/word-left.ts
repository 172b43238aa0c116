import type { Message } from '../../../kernel/message.ts'
import type { Machine } from '../../../machine/machine.ts'

interface Told {
  readonly left: readonly { readonly path: string; readonly why: Message }[]
}

/** The result of a restore in words: why something was left as it is. */
export function wordLeft<T extends Told>(result: T, { wording }: Machine) {
  return { ...result, left: result.left.map(({ path, why }) => ({ path, why: wording.text(why) })) }
}
