import { readSourceUri, type SourceEntry } from '../../../tools/apt/apt-sources.ts'

/** An entry at one address with one suite. */
export interface SourcePlace {
  /** Below apt's folder. */
  readonly file: string
  readonly uri: string
  readonly suite: string
  readonly hasSecret: boolean
  readonly entry: SourceEntry
}

export function placesOf(file: string, entry: SourceEntry): readonly SourcePlace[] {
  return entry.uris.flatMap((written) => {
    // What is no address to us is one to apt, of a method of its own: nothing of it is told but that it is there.
    const { uri, hasSecret } = readSourceUri(written) ?? { uri: 'local:', hasSecret: true }
    return entry.suites.map((suite) => ({ file, uri, suite, hasSecret, entry }))
  })
}
