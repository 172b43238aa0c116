/** Two sorted streams side by side, each read once: nothing but the two heads is held. */

export interface Keyed {
  readonly key: string
}

export interface Joined<L, R> {
  readonly key: string
  readonly left?: L
  readonly right?: R
}

/** Both must be sorted by key and have each key once; otherwise it throws, for the outcome would be a lie. */
export async function* mergeJoin<L extends Keyed, R extends Keyed>(
  left: AsyncIterable<L>,
  right: AsyncIterable<R>,
): AsyncGenerator<Joined<L, R>> {
  const lefts = startReading(left)
  const rights = startReading(right)
  try {
    let l = await lefts.next()
    let r = await rights.next()
    while (l !== undefined || r !== undefined) {
      if (r === undefined || (l !== undefined && l.key < r.key)) {
        if (l === undefined) break
        yield { key: l.key, left: l }
        l = await lefts.next()
      } else if (l === undefined || r.key < l.key) {
        yield { key: r.key, right: r }
        r = await rights.next()
      } else {
        yield { key: l.key, left: l, right: r }
        l = await lefts.next()
        r = await rights.next()
      }
    }
  } finally {
    await Promise.all([lefts.stop(), rights.stop()])
  }
}

interface Reading<T> {
  next(): Promise<T | undefined>
  stop(): Promise<void>
}

function startReading<T extends Keyed>(source: AsyncIterable<T>): Reading<T> {
  const iterator = source[Symbol.asyncIterator]()
  let last: string | undefined
  return {
    async next() {
      const step = await iterator.next()
      if (step.done === true) return undefined
      if (last !== undefined && step.value.key <= last) throw new Error('an inventory is not sorted')
      last = step.value.key
      return step.value
    },
    async stop() {
      await iterator.return?.()
    },
  }
}
