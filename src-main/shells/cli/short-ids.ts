/** IDs as a person reads and types them: their start, as long as it means one of them alone. */

/** The shortest start of each that no other has, and at least so many characters; equal ones have the same. */
export function shortIds(ids: readonly string[], atLeast: number): ReadonlyMap<string, string> {
  const sorted = [...new Set(ids)].sort()
  return new Map(
    sorted.map((id, index) => {
      const neighbours = [sorted[index - 1], sorted[index + 1]].flatMap((one) => one ?? [])
      const needed = Math.max(...neighbours.map((one) => sharedStart(id, one) + 1), atLeast)
      return [id, id.slice(0, needed)]
    }),
  )
}

function sharedStart(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return length
}
