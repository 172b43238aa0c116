/** What is said of snaps, on one machine and between two. Names are checked here, at the border. */
import { z } from 'zod'
import { freeRoomSchema } from '../../../contract/preview.ts'
import { failureSchema } from '../program-failure.ts'

/** "firefox", "hello_second" for one of several of it. */
export const snapNameSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9][a-z0-9-]*(?:_[a-z0-9]{1,10})?$/)

/** Of a plug, a slot, an app or an alias. */
const partNameSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)

/** "5187"; "x1" for one that was installed of a file. */
export const revisionSchema = z.string().regex(/^x?[0-9]{1,12}$/)

/** "latest/stable", "latest/stable/ubuntu-24.04". */
export const channelSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/)

export const snapSchema = z.object({
  name: snapNameSchema,
  /** app, or what others are built on and what belongs to a machine. */
  kind: z.enum(['app', 'base', 'machine']),
  /** What an app is built on. */
  base: snapNameSchema.optional(),
  /** As it is shown; may be empty. */
  title: z.string().max(200),
  version: z.string().max(200),
  revision: revisionSchema,
  /** What it follows; absent for one that came of a file. */
  channel: channelSchema.optional(),
  publisher: z.string().max(200),
  /** classic: without confinement. devmode: its confinement was turned off, by hand. */
  confinement: z.enum(['strict', 'classic', 'devmode']),
  /** Whether the store has it: it is signed, and runs from what was installed. */
  isFromStore: z.boolean(),
  isEnabled: z.boolean(),
  isHeld: z.boolean(),
  installedBytes: z.number().min(0),
})
export type Snap = z.infer<typeof snapSchema>

/** One that somebody made, or undid, by hand. The snap of a slot is empty where the system has it. */
export const connectionSchema = z.object({
  plugSnap: snapNameSchema,
  plug: partNameSchema,
  slotSnap: z.union([z.literal(''), snapNameSchema]),
  slot: partNameSchema,
  isConnected: z.boolean(),
})
export type SnapConnection = z.infer<typeof connectionSchema>

export const aliasSchema = z.object({ snap: snapNameSchema, app: partNameSchema, alias: partNameSchema })

export const snapCaptureSchema = z.object({
  /** silent: it is installed and does not answer, so that nothing is known. */
  snapd: z.enum(['there', 'absent', 'silent']),
  /** "amd64"; empty where nothing is known. */
  architecture: z.string().max(30),
  /** Whether snaps without confinement can be installed. */
  takesClassic: z.boolean(),
  snaps: z.array(snapSchema),
  connections: z.array(connectionSchema),
  aliases: z.array(aliasSchema),
  /** Where they are. */
  room: freeRoomSchema,
  /** Of the last time that snaps were installed there for a switch. */
  failures: z.array(failureSchema),
})
export type SnapCapture = z.infer<typeof snapCaptureSchema>

/** Set by hand, and only told. */
export const settingSchema = z.object({
  what: z.enum(['hold', 'disable', 'connect', 'disconnect', 'alias']),
  /** The snap, the plug ("firefox:camera") or the alias. */
  name: z.string(),
  /** The slot (":camera", "mail:contacts"), or the app; may be empty. */
  of: z.string(),
})
export type SnapSetting = z.infer<typeof settingSchema>

/** As it is shown: "firefox:camera". */
export function connectionName({ plugSnap, plug }: Pick<SnapConnection, 'plugSnap' | 'plug'>): string {
  return `${plugSnap}:${plug}`
}

export function shownVersion({ version, revision }: Pick<Snap, 'version' | 'revision'>): string {
  return version === '' ? revision : `${version} (${revision})`
}
