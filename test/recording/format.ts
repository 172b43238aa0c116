import type { Recording } from '../renderer/recording-schema.ts'

/** As JSON with one answer or message on a line: what a new recording changed can be read, without the size of indenting. */
export function formatRecording({ answers, streams }: Recording): string {
  const listOf = (all: readonly unknown[]): string => {
    const lines = all.map((one) => `\n${JSON.stringify(one)}`)
    return `[${lines.join(',')}]`
  }
  const named = Object.entries(streams).map(([name, messages]) => `${JSON.stringify(name)}: ${listOf(messages)}`)
  return `{"answers": ${listOf(answers)},\n"streams": {${named.join(',\n')}}}\n`
}
