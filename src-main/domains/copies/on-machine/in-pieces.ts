/** How far one thing after the other is, as how far all of it is: it never goes back. */
import type { PlaceWork } from './opened-copies.ts'

type Report = PlaceWork['report']

/**
 * What each piece, in order, tells of itself. `weights`: about how large each is, 0 for one that does not count. A piece that knows no
 * total adds its bytes, or leaves the progress where it is once another one told a total.
 */
export function inPieces(weights: readonly number[], report: Report): (index: number) => Report {
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const bytes = weights.map(() => 0)
  let told: { readonly done: number; readonly total: number } | undefined
  let most = 0
  return (index) =>
    ({ done, total, current }) => {
      const weight = weights[index] ?? 0
      if (total === undefined || total === 0 || weight === 0) {
        bytes[index] = Math.max(bytes[index] ?? 0, done)
        report(told === undefined ? { done: bytes.reduce((sum, one) => sum + one, 0), current } : { ...told, current })
        return
      }
      const before = weights.slice(0, index).reduce((sum, one) => sum + one, 0)
      most = Math.max(most, (before + weight * Math.min(1, done / total)) / all)
      const scale = Math.max(told?.total ?? 0, Math.round((total * all) / weight))
      told = { done: Math.floor(most * scale), total: scale }
      report({ ...told, current })
    }
}
