import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { lookSideSchema } from '../../../contract/look.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { isText, textLimitBytes } from '../../../kernel/text-content.ts'
import { readAccounts } from '../../../tools/accounts/accounts.ts'
import { statInside } from '../../../tools/files/safe-path.ts'
import type { NeverList } from '../never-list.ts'
import { etcMessages } from '../messages.ts'
import { liveEtc } from './places.ts'
import { contentInside, targetInside } from './read-inside.ts'

type LookSide = z.infer<typeof lookSideSchema>

export function lookAtFile(path: BytePath, never: NeverList): LookSide {
  const side = lookAt(path, never)
  if (side === undefined) throw etcMessages.notAFile({ path: textFromBytePath(path) })
  return side
}

/** Undefined for a folder and the like. */
function lookAt(path: BytePath, never: NeverList): LookSide | undefined {
  const why = never.whyNever(path)
  if (why !== undefined) throw etcMessages.neverShown({ path: textFromBytePath(path), why })
  const inside = path.slice(1)
  const stat = statInside(liveEtc, inside)
  if (stat === undefined) return { kind: 'absent' }
  const target = stat.isSymbolicLink() ? targetInside(liveEtc, inside) : undefined
  if (target !== undefined) return { kind: 'link', target: textFromBytePath(target) }
  const content = stat.isFile() ? contentInside(liveEtc, inside) : undefined
  if (content === undefined) return undefined
  const accounts = readAccounts()
  const about = {
    mode: (Number(stat.mode) & 0o7777).toString(8).padStart(4, '0'),
    owner: `${accounts.userName(Number(stat.uid))}:${accounts.groupName(Number(stat.gid))}`,
    changedAt: stat.mtime.toISOString(),
    bytes: content.length,
  }
  if (content.length <= textLimitBytes && isText(content))
    return { kind: 'text', text: content.toString('utf8'), ...about }
  return { kind: 'opaque', sha256: createHash('sha256').update(content).digest('hex'), ...about }
}

/**
 * Eight hexadecimal digits for each line: enough to count, too few to tell what stands there. Null for what is no text, or no
 * file any more since it was listed.
 */
export function markLines(path: BytePath, never: NeverList): string[] | null {
  const side = lookAt(path, never)
  if (side?.kind !== 'text') return null
  return side.text.split('\n').map((line) => createHash('sha256').update(line).digest('hex').slice(0, 8))
}
