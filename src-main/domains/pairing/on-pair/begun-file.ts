/** The way to the other laptop, written before anything is made there: a pairing that broke off can be taken back on both. */
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { addressSchema } from '../../../commons/transfers/pairing-file.ts'
import { places } from '../places.ts'

const begunSchema = z.object({
  name: z.string(),
  address: addressSchema,
  port: z.number().int().min(1).max(65_535),
  /** Of its host key, as the person agreed to it. */
  fingerprint: z.string(),
})
export type Begun = z.infer<typeof begunSchema>

export async function noteBegun(begun: Begun, file: string = places.begun): Promise<void> {
  await writeFile(file, JSON.stringify(begun), { mode: 0o600 })
  await chmod(file, 0o600)
}

/** Undefined where none broke off, or it cannot be read. */
export async function readBegun(file: string = places.begun): Promise<Begun | undefined> {
  try {
    return begunSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}

export async function forgetBegun(file: string = places.begun): Promise<void> {
  await rm(file, { force: true })
}
