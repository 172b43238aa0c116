/** Beyond this, contents are not looked at, shown or counted as text. */
export const textLimitBytes = 1_000_000

export function isText(content: Buffer): boolean {
  return !content.includes(0) && Buffer.from(content.toString('utf8'), 'utf8').equals(content)
}
