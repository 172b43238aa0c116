/** What snapd knows of the snaps on this machine (`GET /v2/snaps`, `/v2/connections`, `/v2/aliases`). */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { askSnapd, type SnapdApi } from './snapd-request.ts'

/** One that was switched off by hand has no socket either. */
export function isSnapdThere({ socketPath }: SnapdApi): boolean {
  return existsSync(socketPath)
}

const snapSchema = z.object({
  /** Empty for one that nobody signed. */
  id: z.string().default(''),
  name: z.string(),
  title: z.string().default(''),
  type: z.string(),
  /** Absent for one that is built on "core", and for what is a base itself. */
  base: z.string().optional(),
  version: z.string(),
  /** "5187"; "x1" for one that was installed of a file. */
  revision: z.string(),
  /** What it follows: "latest/stable", "latest/stable/ubuntu-24.04". */
  'tracking-channel': z.string().default(''),
  publisher: z.object({ 'display-name': z.string().default('') }).optional(),
  confinement: z.string(),
  devmode: z.boolean().default(false),
  jailmode: z.boolean().default(false),
  trymode: z.boolean().default(false),
  /** "active", or "installed" for one that is turned off. */
  status: z.string(),
  /** May lie in the past. */
  hold: z.string().optional(),
  'installed-size': z.number().default(0),
})
export type ListedSnap = z.infer<typeof snapSchema>

const endSchema = z.object({ snap: z.string() })
const connectionSchema = z.object({
  plug: endSchema.extend({ plug: z.string() }),
  slot: endSchema.extend({ slot: z.string() }),
  /** Made by hand, or undone by hand, as opposed to what snapd does by itself. */
  manual: z.boolean().default(false),
})
export type ListedConnection = z.infer<typeof connectionSchema>

const connectionsSchema = z.object({
  established: z.array(connectionSchema),
  undesired: z.array(connectionSchema).default([]),
})

const aliasesSchema = z.record(
  z.string(),
  z.record(z.string(), z.object({ status: z.string(), manual: z.string().optional() })),
)

const systemSchema = z.object({
  architecture: z.string(),
  'sandbox-features': z
    .object({ 'confinement-options': z.array(z.string()).default([]) })
    .default({ 'confinement-options': [] }),
})

/** The current revision of each, also of those that are turned off. */
export function listSnaps(api: SnapdApi, options: RunOptions): Promise<readonly ListedSnap[]> {
  return askSnapd(api, { title: titles.listSnaps({}), path: '/v2/snaps' }, z.array(snapSchema), options)
}

export interface ConnectionsByHand {
  readonly made: readonly ListedConnection[]
  readonly undone: readonly ListedConnection[]
}

export async function listConnectionsByHand(api: SnapdApi, options: RunOptions): Promise<ConnectionsByHand> {
  const asked = { title: titles.listSnaps({}), path: '/v2/connections?select=all' }
  const { established, undesired } = await askSnapd(api, asked, connectionsSchema, options)
  return { made: established.filter(({ manual }) => manual), undone: undesired }
}

export interface ListedAlias {
  readonly snap: string
  readonly app: string
  readonly alias: string
}

export async function listAliasesByHand(api: SnapdApi, options: RunOptions): Promise<readonly ListedAlias[]> {
  const listed = await askSnapd(api, { title: titles.listSnaps({}), path: '/v2/aliases' }, aliasesSchema, options)
  return Object.entries(listed).flatMap(([snap, aliases]) =>
    Object.entries(aliases).flatMap(([alias, { status, manual }]) =>
      status === 'manual' && manual !== undefined ? [{ snap, app: manual, alias }] : [],
    ),
  )
}

export interface SnapSystem {
  readonly architecture: string
  /** Whether snaps without confinement can be installed there. */
  readonly takesClassic: boolean
}

export async function readSnapSystem(api: SnapdApi, options: RunOptions): Promise<SnapSystem> {
  const asked = { title: titles.listSnaps({}), path: '/v2/system-info' }
  const { architecture, 'sandbox-features': features } = await askSnapd(api, asked, systemSchema, options)
  return { architecture, takesClassic: features['confinement-options'].includes('classic') }
}
