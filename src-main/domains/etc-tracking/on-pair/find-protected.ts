import type { BytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { findProtectedEtc } from '../verbs.ts'
import type { EtcPath } from './compare-etc.ts'

/** Those that the laptop that is taken does not let be changed, or whose folder it does not. */
export async function findProtected(
  to: Machine,
  coming: readonly EtcPath[],
  options: CallOptions,
): Promise<readonly BytePath[]> {
  const there = coming.flatMap((one) => (one.to === undefined ? [] : [one.path]))
  const folders = coming.map(folderOf).filter((folder) => folder !== '')
  const asked = [...new Set([...there, ...folders])]
  if (asked.length === 0) return []
  const { paths } = await to.call(findProtectedEtc, { paths: asked }, options)
  const isProtected = new Set(paths)
  return coming.filter((one) => isProtected.has(one.path) || isProtected.has(folderOf(one))).map(({ path }) => path)
}

function folderOf({ path }: EtcPath): BytePath {
  return path.slice(0, path.lastIndexOf('/'))
}
