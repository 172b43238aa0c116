import { createHash } from 'node:crypto'
import { closeSync, fstatSync, read as readCallback } from 'node:fs'
import { promisify } from 'node:util'
import type { Progress } from '../../../../contract/define.ts'
import { isUtf8, type BytePath } from '../../../../kernel/byte-path.ts'
import { readAttributes } from '../../../../tools/files/getfattr.ts'
import { openInside, statInside } from '../../../../tools/files/safe-path.ts'

const read = promisify(readCallback)
const pieceBytes = 1 << 20

export interface FileDigest {
  readonly content?: string
  readonly attributes?: string
}

/** Attributes that say how this laptop labels or stores a file, not what the person gave it. */
const ownAttributes = /^(security\.(?!capability=)|btrfs\.|trusted\.|system\.(?!posix_acl_))/

/** Reads every byte of every file. One that is gone, or is no regular file, has no digest of its contents. */
export async function digestFiles(
  root: string,
  paths: readonly BytePath[],
  { signal, report }: { readonly signal: AbortSignal; readonly report: (progress: Progress) => void },
): Promise<FileDigest[]> {
  const attributes = await readAttributes(
    { paths: paths.filter(isUtf8).map((path) => `${root}/${path}`), names: '-' },
    { signal },
  )
  const digests: FileDigest[] = []
  let bytes = 0
  for (const path of paths) {
    signal.throwIfAborted()
    const content = await digestContent(root, path, (count) => (bytes += count))
    const there = content !== undefined || statInside(root, path) !== undefined
    const shared = (attributes.get(`${root}/${path}`) ?? '').split('\n').filter((line) => !ownAttributes.test(line))
    digests.push({ ...(content === undefined ? {} : { content }), ...(there ? { attributes: shared.join('\n') } : {}) })
    report({ done: bytes, unit: 'bytes' })
  }
  return digests.map(withShortAttributes)
}

/** Attributes can be long: their digest is enough to compare. */
function withShortAttributes(digest: FileDigest): FileDigest {
  const { attributes } = digest
  if (attributes === undefined || attributes.length <= 64) return digest
  return { ...digest, attributes: createHash('sha256').update(attributes, 'latin1').digest('hex') }
}

async function digestContent(
  root: string,
  path: BytePath,
  onBytes: (count: number) => void,
): Promise<string | undefined> {
  const descriptor = openInside(root, path)
  if (descriptor === undefined) return undefined
  try {
    const hash = createHash('sha256')
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, fstatSync(descriptor).size + 1))
    for (;;) {
      const { bytesRead } = await read(descriptor, piece, 0, piece.length, null)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(piece.subarray(0, bytesRead))
      onBytes(bytesRead)
    }
  } finally {
    closeSync(descriptor)
  }
}
