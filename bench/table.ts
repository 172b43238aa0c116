/** One table: what was measured, what the same costs by hand, and how many times that is. */
export interface Row {
  readonly what: string
  readonly product: number
  /** NaN where nothing by hand is the same. */
  readonly byHand: number
  readonly unit: 's' | 'ms' | 'MB'
  /** The limit it should stay below; NaN where there is none. */
  readonly aim: number
}

/** `beside`: what it is compared with. */
export function tableLines(rows: readonly Row[], beside = 'by hand'): readonly string[] {
  const cells = rows.map(({ what, product, byHand, unit, aim }) => [
    what,
    `${product.toFixed(unit === 'ms' ? 0 : 2)} ${unit}`,
    Number.isNaN(byHand) ? '' : `${byHand.toFixed(unit === 'ms' ? 0 : 1)} ${unit}`,
    Number.isNaN(byHand) ? '' : `${(product / byHand).toFixed(2)} times`,
    Number.isNaN(aim) ? '' : `${product <= aim ? 'under' : 'OVER'} ${Number(aim.toFixed(2))} ${unit}`,
  ])
  const header = ['', 'pc-switcher', beside, 'ratio', 'aim']
  const widths = header.map((_, column) => Math.max(...[header, ...cells].map((row) => row[column]?.length ?? 0)))
  return [header, ...cells].map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   '),
  )
}
