import { closeSync, read as readCallback } from 'node:fs'
import { promisify } from 'node:util'
import { isUtf8, type BytePath } from '../../../../kernel/byte-path.ts'
import type { FileFacts } from '../../../../tools/find/find-facts.ts'
import { readAttributes } from '../../../../tools/files/attributes.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { openInside } from '../../../../tools/files/safe-path.ts'

const read = promisify(readCallback)
const mostBytes = 256 * 1024 * 1024
const pieceBytes = 1 << 20

export interface Equalities {
  readonly contents: ReadonlySet<BytePath>
  /** ACLs, capabilities and other extended attributes. */
  readonly attributes: ReadonlySet<BytePath>
}

/** Which of these files have the same contents and attributes in both trees. Beyond a budget they count as different. */
export async function findEqual(
  one: string,
  other: string,
  files: readonly FileFacts[],
  options: RunOptions,
): Promise<Equalities> {
  let budget = mostBytes
  const affordable = files.filter(({ path, bytes }) => isUtf8(path) && (budget -= bytes) >= 0).map(({ path }) => path)
  const [left, right] = await Promise.all(
    [one, other].map((root) =>
      readAttributes({ paths: affordable.map((path) => `${root}/${path}`), mayBeGone: true }, options),
    ),
  )
  const attributes = affordable.filter((path) => left?.get(`${one}/${path}`) === right?.get(`${other}/${path}`))
  const contents = new Set<BytePath>()
  for (const path of affordable) {
    options.signal?.throwIfAborted()
    if (await hasEqualContent(one, other, path)) contents.add(path)
  }
  return { contents, attributes: new Set(attributes) }
}

async function hasEqualContent(one: string, other: string, path: BytePath): Promise<boolean> {
  const [left, right] = [openInside(one, path), openInside(other, path)]
  try {
    if (left === undefined || right === undefined) return false
    const [a, b] = [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)]
    for (;;) {
      const [first, second] = await Promise.all([read(left, a, 0, a.length, null), read(right, b, 0, b.length, null)])
      if (first.bytesRead !== second.bytesRead) return false
      if (first.bytesRead === 0) return true
      if (!a.subarray(0, first.bytesRead).equals(b.subarray(0, second.bytesRead))) return false
    }
  } finally {
    for (const descriptor of [left, right]) if (descriptor !== undefined) closeSync(descriptor)
  }
}
