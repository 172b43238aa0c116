/** How a group of commands declares where the values of its arguments and options come from. */
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { pairingFile, pairingSchema } from '../../../commons/transfers/pairing-file.ts'
import { createAppCapabilities } from '../../../app/capabilities.ts'
import { allAreas } from '../../../app/join-capabilities.ts'
import type { AppClient } from '../../../transport/client.ts'

export interface CompletionCandidate {
  readonly word: string
  /** What it is, for shells that show it. */
  readonly about: string
}

export interface CompletionContext {
  readonly appFolder: string
  /** Undefined when no app is running. */
  readonly client: AppClient | undefined
}

/** Values that only this laptop knows. */
export interface Lookup {
  /** Whether names of files fit too, which the shell completes. */
  readonly hasFiles?: true
  /** Rejects where the app or a file cannot answer. */
  readonly lookUp: (known: CompletionContext) => Promise<readonly CompletionCandidate[]>
}

/**
 * By command and placeholder ("log id"), or by a placeholder that means the same in every command ("job"). An empty list:
 * whatever the person thinks of.
 */
export type CompletionValues = Readonly<Record<string, readonly string[] | Lookup>>

export function joinCompletes(groups: readonly { readonly completes?: CompletionValues }[]): CompletionValues {
  return Object.fromEntries(groups.flatMap(({ completes = {} }) => Object.entries(completes)))
}

/** `names`: "snapshots show". Undefined where nobody has said where such values come from. */
export function valuesOf(completes: CompletionValues, names: string, placeholder: string) {
  return completes[`${names} ${placeholder}`] ?? completes[placeholder]
}

/** A running app is asked; none is started for it. */
export const fromApp = (find: (client: AppClient) => Promise<readonly CompletionCandidate[]>): Lookup => ({
  lookUp: async ({ client }) => (client === undefined ? [] : find(client)),
})

export const files: Lookup = { hasFiles: true, lookUp: () => Promise.resolve([]) }
export const otherHost: Lookup = { lookUp: async ({ appFolder }) => [plain(await readPeer(appFolder))] }
export const hosts: Lookup = {
  lookUp: async ({ appFolder }) => [plain(await readPeer(appFolder)), plain(hostname())],
}

export const areaIds: readonly string[] = allAreas(createAppCapabilities()).map(({ id }) => id)

export const plain = (word: string): CompletionCandidate => ({ word, about: '' })

async function readPeer(appFolder: string): Promise<string> {
  const text = await readFile(pairingFile(appFolder), 'utf8')
  const { name, hostName } = pairingSchema.parse(JSON.parse(text)).peer
  return hostName ?? name
}
