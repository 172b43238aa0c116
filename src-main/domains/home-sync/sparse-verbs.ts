/** How files with holes cross: what has contents is packed into a file, and laid out again. All paths are below /home. */
import { z } from 'zod'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { scanIdSchema } from './scan-verbs.ts'

export const sparseAtOnce = 5_000

/** Of a packed file, below the area `home-sparse`; by the folder whether it is written in place instead of copied on write. */
const packedNameSchema = z.string().regex(/^(?:plain|nocow)\/[0-9a-f]{64}$/)

const packedFileSchema = z.object({ path: relativeBytePathSchema, packed: packedNameSchema })

/** For the source. What was packed before is removed; with no paths that is all. */
export const packSparse = defineVerb({
  name: 'home.packSparse',
  title: 'pack files with holes',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ scanId: scanIdSchema, paths: z.array(relativeBytePathSchema).max(sparseAtOnce) }),
  /** Without those that have to be sent as others are. */
  output: z.object({ files: z.array(packedFileSchema) }),
})

/** For the target: what is packed of its own version is what the source's is received into. */
export const seedSparse = defineVerb({
  name: 'home.seedSparse',
  title: 'get ready to receive files with holes',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    switchId: switchIdSchema,
    scanId: scanIdSchema,
    /** `own`: where its version is; absent where it has none. */
    files: z.array(packedFileSchema.extend({ own: relativeBytePathSchema.optional() })).max(sparseAtOnce),
  }),
  output: z.object({}),
})

/** For the target: makes the files in what is fetched, but for their owners, rights and attributes. */
export const unpackSparse = defineVerb({
  name: 'home.unpackSparse',
  title: 'unpack files with holes',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ switchId: switchIdSchema, files: z.array(packedFileSchema).max(sparseAtOnce) }),
  /** Without those that have to be sent as others are. */
  output: z.object({ paths: z.array(z.string()) }),
})
