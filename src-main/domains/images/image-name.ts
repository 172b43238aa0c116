import { z } from 'zod'
import { isUtf8 } from '../../kernel/byte-path.ts'

/**
 * A file name as a byte path, for one folder: no slash, not hidden, ending in ".qcow2", and UTF-8, because programs
 * get it as an argument.
 */
export const imageNameSchema = z.string().refine(isImageName, 'not the name of an image')

export function isImageName(name: string): boolean {
  // A character above U+00FF is no byte: cut down to one it could become a slash.
  if (/[^\0-\u00ff]/.test(name)) return false
  return isUtf8(name) && !/[/\0]/.test(name) && !name.startsWith('.') && name.endsWith('.qcow2')
}
