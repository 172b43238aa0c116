/**
 * What the source says of every path that travels, and that what arrives is measured by: owners go by name, and contents by their checksum,
 * which is their name in the mirror. Paths have a leading slash that stands for /etc.
 */
import { z } from 'zod'
import { contentNameSchema } from '../../commons/syncthing/verbs.ts'
import { linkTargetSchema, rootedBytePathSchema } from '../../contract/path-schemas.ts'
import { isTree } from './is-tree.ts'

const common = {
  path: rootedBytePathSchema,
  owner: z.string(),
  group: z.string(),
  /** Seconds since 1970, with nine digits after the point. */
  modified: z.string().regex(/^-?\d+\.\d{9}$/),
  /** `name=0xhex`, or of an ACL `name=user:alice:6,…`; one each. */
  attributes: z.array(
    z
      .string()
      .regex(
        /^(?:(?:user\.[!-<>-~]+|security\.capability)=0x[0-9a-f]*|system\.posix_acl_(?:access|default)=[^\n\r\0]+)$/,
      ),
  ),
}
const modeSchema = z.string().regex(/^[0-7]{4}$/)

export const manifestEntrySchema = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('file'), mode: modeSchema, bytes: z.number(), sha256: contentNameSchema }),
  z.object({ ...common, kind: z.literal('folder'), mode: modeSchema }),
  z.object({ ...common, kind: z.literal('link'), target: linkTargetSchema }),
])
/** In any order. */
export const manifestSchema = z.array(manifestEntrySchema).refine(isTree, 'not a tree')
export type ManifestEntry = z.infer<typeof manifestEntrySchema>
