/** The last answer of `read`, for `ms` after it was asked for. What failed is asked anew. */
export function keepFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let kept: { readonly at: number; readonly answer: Promise<T> } | undefined
  return () => {
    if (kept !== undefined && performance.now() - kept.at < ms) return kept.answer
    const answer = read()
    const mine = { at: performance.now(), answer }
    kept = mine
    answer.catch(() => {
      if (kept === mine) kept = undefined
    })
    return answer
  }
}
