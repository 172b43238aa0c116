/** The lines of a switch on their way to the laptop where they are done. */
import { relativeBytePathSchema, byteNameSchema } from '../../contract/path-schemas.ts'
import type { BytePath } from '../../kernel/byte-path.ts'
import { homeMessages } from './messages.ts'
import { packList, unpackLots } from './packed-list.ts'

export interface HomeLine {
  readonly path: BytePath
  /** lead: what stands there already becomes one file with the further names of it that come. */
  readonly action: 'place' | 'lead' | 'remove'
  /** The name next to it that the file there gets. */
  readonly beside?: BytePath | undefined
}

const letters = { place: 'p', lead: 'l', remove: 'r' } as const
const actions: ReadonlyMap<string, HomeLine['action']> = new Map([
  [letters.place, 'place'],
  [letters.lead, 'lead'],
  [letters.remove, 'remove'],
])

/** Two texts for each: its action and path, and the name beside it, which may be empty. */
export function packLines(lines: readonly HomeLine[]): Promise<string> {
  return packList(textsOf(lines))
}

function* textsOf(lines: readonly HomeLine[]): Generator<string> {
  for (const { path, action, beside = '' } of lines) {
    yield `${letters[action]}${path}`
    yield beside
  }
}

/** AppError "invalid-input" when one of them could lead out of the folder, or is none. */
export async function unpackLines(packed: string): Promise<readonly HomeLine[]> {
  const lines: HomeLine[] = []
  let half: string | undefined
  for await (const texts of unpackLots(packed)) {
    for (const text of texts) {
      if (half !== undefined) lines.push(lineOf(half, text))
      half = half === undefined ? text : undefined
    }
  }
  if (half !== undefined) throw homeMessages.listUnreadable({}, { details: 'half a line' })
  return lines
}

function lineOf(text: string, beside: string): HomeLine {
  const [action, path] = [actions.get(text.charAt(0)), text.slice(1)]
  const isBesideFit = beside === '' || byteNameSchema.safeParse(beside).success
  if (action === undefined || !isBesideFit || !relativeBytePathSchema.safeParse(path).success)
    throw homeMessages.listUnreadable({}, { details: JSON.stringify(text.slice(0, 200)) })
  return { path, action, ...(beside === '' ? {} : { beside }) }
}
