import type { BytePath } from '../../../kernel/byte-path.ts'
import type { Pair } from '../../../switch/step.ts'
import { hasOwnLines } from '../own-lines.ts'
import { markEtcLines } from '../verbs.ts'
import type { EtcPath } from './compare-etc.ts'
import { difference as texts } from './texts.ts'

/** Path to number of differing lines, for text files that both have. */
export async function countLines(
  { from, to }: Pair,
  differing: readonly EtcPath[],
  { signal }: { readonly signal: AbortSignal },
): Promise<ReadonlyMap<BytePath, number>> {
  const paths = differing.filter((one) => one.from?.kind === 'file' && one.to?.kind === 'file').map(({ path }) => path)
  if (paths.length === 0) return new Map()
  const [left, taken] = await Promise.all([
    from.call(markEtcLines, { paths }, { signal }),
    to.call(markEtcLines, { paths }, { signal }),
  ])
  return new Map(
    paths.flatMap((path, index) => {
      const [here, there] = [left.marks[index], taken.marks[index]]
      return here === undefined || here === null || there === undefined || there === null
        ? []
        : [[path, countDiffering(here, there)] as const]
    }),
  )
}

/** Lines that only one side has, counted as pairs; moved lines do not count. */
export function countDiffering(one: readonly string[], other: readonly string[]): number {
  return Math.max(withoutMatches(one, other), withoutMatches(other, one))
}

function withoutMatches(lines: readonly string[], others: readonly string[]): number {
  const available = new Map<string, number>()
  for (const line of others) available.set(line, (available.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const left = available.get(line) ?? 0
    available.set(line, left - 1)
    return left <= 0
  }).length
}

/** "Only xps has it", "5 lines differ". */
export function describeDifference(one: EtcPath, pair: Pair, lines: ReadonlyMap<BytePath, number>): string {
  const { path, from, to } = one
  if (from === undefined) return texts.onlyOn(pair.to.label)
  if (to === undefined) return texts.newFrom(pair.from.label)
  if (from.kind !== to.kind) return texts.otherKind
  if (from.kind === 'link' && to.kind === 'link') return texts.links
  if (from.kind !== 'file' || to.kind !== 'file') return texts.ownerOrMode
  if (from.sha256 === to.sha256) return from.mode === to.mode ? texts.owner : texts.mode
  const count = lines.get(path)
  const words = count === undefined ? texts.content : count === 0 ? texts.order : texts.lines(count)
  return hasOwnLines(path) ? texts.besidesNames(words) : words
}
