/** Larger contents are not searched, shown or treated as text. */
export const textLimitBytes = 1_000_000

export function isText(content: Buffer): boolean {
  return !content.includes(0) && Buffer.from(content.toString('utf8'), 'utf8').equals(content)
}
