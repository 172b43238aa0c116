import type { AgentLookSide, LookSide } from '../../contract/look.ts'
import type { Wording } from '../../contract/wording.ts'

/** With the words for why contents are not shown. */
export function wordSide(side: AgentLookSide, wording: Wording): LookSide {
  if (side.kind !== 'opaque') return side
  const { note, ...known } = side
  return note === undefined ? known : { ...known, note: wording.text(note) }
}
