import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../kernel/app-error.ts'

/** /etc/pc-switcher/machine.json, root's: whom this machine's agent works for. Written while pairing. */
export const machineConfigSchema = z.object({
  version: z.literal(1),
  person: z.string().regex(/^[a-z_][a-z0-9_-]*$/),
  peer: z.string().min(1),
})
export type MachineConfig = z.infer<typeof machineConfigSchema>

export async function readMachineConfig(path: string): Promise<MachineConfig> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError({
      code: 'not-paired',
      message: 'This laptop is not paired with another one yet.',
      hint: 'Pair the two laptops first.',
      details: path,
      cause,
    })
  })
  const parsed = machineConfigSchema.safeParse(parseJson(path, text))
  if (!parsed.success) throw malformed(path, z.prettifyError(parsed.error))
  return parsed.data
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw malformed(path, thrown instanceof Error ? thrown.message : String(thrown))
  }
}

function malformed(path: string, details: string): AppError {
  return new AppError({
    code: 'invalid-configuration',
    message: `The configuration ${path} cannot be read.`,
    hint: 'Mend the file or pair the laptops again.',
    details,
  })
}
