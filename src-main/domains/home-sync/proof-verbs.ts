/** What spares reading files of /home that are known to be what they were. All paths are below /home, one character a byte. */
import { z } from 'zod'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { scanIdSchema } from './scan-verbs.ts'

/** Each is asked for no more at once. */
export const filesProvenAtOnce = 20_000

/** For the source: which files stand there in the tree of that scan. */
export const identifyFiles = defineVerb({
  name: 'home.identify',
  title: 'look whether files are still the same',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ scanId: scanIdSchema, paths: z.array(relativeBytePathSchema).max(filesProvenAtOnce) }),
  /** In the order asked: the record that an inventory has of it, without the key; "" for what is no regular file of one name. */
  output: z.object({ identities: z.array(z.string()) }),
})

/**
 * For the target: whether what stands there in the tree of that scan is what arrived for that switch. Contents that are still the same
 * blocks of the disk are not read again.
 */
export const findProven = defineVerb({
  name: 'home.findProven',
  title: 'compare files with what has arrived',
  mutates: false,
  silentMs: silences.long,
  input: z.object({
    switchId: switchIdSchema,
    scanId: scanIdSchema,
    paths: z.array(relativeBytePathSchema).max(filesProvenAtOnce),
  }),
  /** In the order asked. False says nothing but that it has to be read. */
  output: z.object({ proven: z.array(z.boolean()) }),
})

/**
 * What files were when both laptops were last equal: whether what stands there in the tree of that scan is still that, in contents
 * and in what is attached. Blocks of the disk that are still the same are not read.
 */
export const findUnchanged = defineVerb({
  name: 'home.findUnchanged',
  title: 'compare files with what they were when both laptops were equal',
  mutates: false,
  silentMs: silences.long,
  input: z.object({
    /** After which both were equal. */
    switchId: switchIdSchema,
    scanId: scanIdSchema,
    paths: z.array(relativeBytePathSchema).max(filesProvenAtOnce),
  }),
  /** In the order asked. False says nothing: it may be the same, or nobody knows any more. */
  output: z.object({ unchanged: z.array(z.boolean()) }),
})
