/** One schema for each kind of path that crosses a border. None has an empty, "." or ".." part, so none needs resolving. */
import { z } from 'zod'

const mostLength = 65_536

/** A byte path (kernel/byte-path.ts) below some folder: "alice/notes". */
export const relativeBytePathSchema = z
  .string()
  .max(mostLength)
  .refine((path) => isPlain(path) && isBytes(path), 'not a plain path below the folder')

/** One name in a folder, as bytes. */
export const byteNameSchema = relativeBytePathSchema.refine((name) => !name.includes('/'), 'not one name')

/** A byte path with a leading slash that stands for some folder: "/sysctl.d/60-dev.conf". */
export const rootedBytePathSchema = z
  .string()
  .max(mostLength)
  .refine((path) => path.startsWith('/') && isPlain(path.slice(1)) && isBytes(path), 'not a plain path from the folder')

/** What a link says, as bytes: anything may stand there, and whoever follows it goes where it leads. */
export const linkTargetSchema = z
  .string()
  .max(mostLength)
  .refine((target) => !target.includes('\0') && isBytes(target), 'not what a link can say')

/** A path as a person types it: "/srv/data". */
export const absolutePathSchema = z
  .string()
  .max(1000)
  .refine(
    (path) => path.startsWith('/') && isPlain(path.slice(1)),
    'not the whole path of a folder, such as /srv, without "." or ".." in it',
  )

function isPlain(path: string): boolean {
  return !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

/** One character for each byte. */
function isBytes(path: string): boolean {
  return !/[^\0-\u00ff]/.test(path)
}
