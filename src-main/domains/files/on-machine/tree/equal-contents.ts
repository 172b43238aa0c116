import { isUtf8, type BytePath } from '../../../../kernel/byte-path.ts'
import type { FileFacts } from '../../../../tools/find/find-facts.ts'
import { readAttributes } from '../../../../tools/files/attributes.ts'
import { haveEqualContents } from '../../../../tools/files/equal-contents.ts'
import type { RunOptions } from '../../../../tools/run.ts'

const mostBytes = 256 * 1024 * 1024

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
    if (await haveEqualContents(one, other, path)) contents.add(path)
  }
  return { contents, attributes: new Set(attributes) }
}
