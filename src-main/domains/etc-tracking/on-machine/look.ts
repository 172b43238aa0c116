import { createHash } from 'node:crypto'
import { lstat, readFile, readlink } from 'node:fs/promises'
import type { z } from 'zod'
import { isErrno } from '../../../kernel/errno.ts'
import type { lookSideSchema } from '../../../contract/look.ts'
import { bufferFromBytePath, bytePathFromBuffer, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { isText, textLimitBytes } from '../../../kernel/text-content.ts'
import { readAccounts } from '../../../tools/accounts/accounts.ts'
import type { NeverList } from '../never-list.ts'
import { etcMessages } from '../messages.ts'

type LookSide = z.infer<typeof lookSideSchema>

export async function lookAtFile(path: BytePath, never: NeverList): Promise<LookSide> {
  const why = never.whyNever(path)
  if (why !== undefined) throw etcMessages.neverShown({ path: textFromBytePath(path), why })
  const place = bufferFromBytePath(`/etc${path}`)
  const facts = await lstat(place).catch((thrown: unknown) => {
    if (isErrno(thrown, 'ENOENT', 'ENOTDIR')) return undefined
    throw thrown
  })
  if (facts === undefined) return { kind: 'absent' }
  if (facts.isSymbolicLink())
    return { kind: 'link', target: textFromBytePath(bytePathFromBuffer(await readlink(place, { encoding: 'buffer' }))) }
  if (!facts.isFile()) throw etcMessages.notAFile({ path: textFromBytePath(path) })
  const accounts = readAccounts()
  const content = await readFile(place)
  const about = {
    mode: (facts.mode & 0o7777).toString(8).padStart(4, '0'),
    owner: `${accounts.userName(facts.uid)}:${accounts.groupName(facts.gid)}`,
    changedAt: facts.mtime.toISOString(),
    bytes: content.length,
  }
  if (content.length <= textLimitBytes && isText(content))
    return { kind: 'text', text: content.toString('utf8'), ...about }
  return { kind: 'opaque', sha256: createHash('sha256').update(content).digest('hex'), ...about }
}

/** Eight hexadecimal digits for each line: enough to count, too few to tell what stands there. */
export async function markLines(path: BytePath, never: NeverList): Promise<string[] | null> {
  const side = await lookAtFile(path, never)
  if (side.kind !== 'text') return null
  return side.text.split('\n').map((line) => createHash('sha256').update(line).digest('hex').slice(0, 8))
}
