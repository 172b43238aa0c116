/**
 * The last answer of `read`, for as long as the stamp of what it was read from stays the same. What changes while it is being
 * read is not kept: the next question reads again. So it is where there is no stamp.
 */
export function rememberWhile<Options, T>(
  stampOf: (options: Options) => string | undefined,
  read: (options: Options) => Promise<T>,
): (options: Options) => Promise<T> {
  let kept: { readonly stamp: string; readonly answer: T } | undefined
  return async (options) => {
    const stamp = stampOf(options)
    if (stamp !== undefined && kept?.stamp === stamp) return kept.answer
    kept = undefined
    const answer = await read(options)
    if (stamp !== undefined && stampOf(options) === stamp) kept = { stamp, answer }
    return answer
  }
}
