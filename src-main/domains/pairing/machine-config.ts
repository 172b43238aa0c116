import { z } from 'zod'

/** /etc/pc-switcher/machine.json, root's: whom this machine's agent works for. Written while pairing. */
export const machineConfigSchema = z.object({
  version: z.literal(1),
  person: z.string().regex(/^[a-z_][a-z0-9_-]*$/),
  /** Absent where it was set up without another laptop. */
  peer: z.string().min(1).optional(),
})
export type MachineConfig = z.infer<typeof machineConfigSchema>
