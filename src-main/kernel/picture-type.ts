/** Which pictures can be shown, known by how they begin: their names say nothing. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const
export type PictureType = (typeof pictureTypes)[number]

/** Larger ones are not shown. */
export const pictureLimitBytes = 8_000_000

/** `head`: at least the first twelve bytes. Undefined for anything else. */
export function pictureTypeOf(head: Buffer): PictureType | undefined {
  const text = head.toString('latin1', 0, 12)
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(text)) return 'image/gif'
  return /^RIFF[^]{4}WEBP/.test(text) ? 'image/webp' : undefined
}
