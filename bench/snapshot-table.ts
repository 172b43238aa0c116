/** What each tool took, and how many times what ours took that is. */
import type { Milliseconds } from './measure.ts'

export interface Measured {
  readonly name: string
  readonly create: Milliseconds | undefined
  readonly list: Milliseconds | undefined
  /** By a client that has the last list and gets only the changes. */
  readonly listAgain: Milliseconds | undefined
  /** First and second request: some tools cache the result. */
  readonly diff: Milliseconds | undefined
  readonly again: Milliseconds | undefined
  readonly delete: Milliseconds | undefined
}

export function snapshotTableLines(measured: readonly Measured[], many: number): readonly string[] {
  const rows = [
    ['create', (tool: Measured) => tool.create],
    [`list ${many.toLocaleString('en-US')}`, (tool: Measured) => tool.list],
    [`list ${many.toLocaleString('en-US')}, again`, (tool: Measured) => tool.listAgain],
    ['differences, the first time', (tool: Measured) => tool.diff],
    ['differences, again', (tool: Measured) => tool.again],
    ['delete', (tool: Measured) => tool.delete],
  ] as const
  const [own, ...others] = measured
  if (own === undefined) return []
  const cells = rows.map(([what, pick]) => [
    what,
    inMs(pick(own)),
    ...others.map((tool) => {
      const [theirs, mine] = [pick(tool), pick(own)]
      return theirs === undefined || mine === undefined ? '-' : `${inMs(theirs)} (${(theirs / mine).toFixed(1)} times)`
    }),
  ])
  const table = [['', ...measured.map(({ name }) => name)], ...cells]
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  return table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   '),
  )
}

function inMs(value: Milliseconds | undefined): string {
  return value === undefined ? '-' : `${value.toFixed(0)} ms`
}
