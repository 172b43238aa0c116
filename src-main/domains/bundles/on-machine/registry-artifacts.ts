/**
 * What a bundle is in a registry (OCI Image Specification 1.1): a manifest with an artifact type of ours, of which the configuration is
 * bundle.json and the first layer entries.jsonl; the others are tar archives of its files. `skopeo copy` and `tar` get them without us.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { bundlePartSchema, type BundleId } from '../../../contract/bundles-calls.ts'
import { ociOrigin } from '../../../contract/oci-address.ts'
import type { AppError } from '../../../kernel/app-error.ts'
import { parseJson } from '../../../kernel/parse-json.ts'
import { urlOf, type Registry, type RegistryAnswer, type RegistryQuestion } from '../../../tools/oci/ask-registry.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleHeadSchema, bundleText, type BundleHead } from '../schemas.ts'

const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  artifact: 'application/vnd.pc-switcher.bundle.v1',
  head: 'application/vnd.pc-switcher.bundle.v1+json',
  entries: 'application/vnd.pc-switcher.entries.v1+jsonl',
  files: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const

const blobSchema = z.object({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z
    .int()
    .min(0)
    .max(2 ** 50),
})
export type Blob = z.infer<typeof blobSchema>

const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  config: blobSchema.extend({ mediaType: z.literal(types.head) }),
  layers: z
    .tuple(
      [blobSchema.extend({ mediaType: z.literal(types.entries) })],
      blobSchema.extend({ mediaType: z.literal(types.files) }),
    )
    .refine((layers) => layers.length <= 100_000),
})

export interface Artifact {
  readonly head: BundleHead
  /** As it stands there. */
  readonly headText: string
  readonly entries: Blob
  readonly files: readonly Blob[]
  /** Of the manifest. */
  readonly digest: string
}

/** A tag has letters of any case, which a repository may not have: "thesis_2"; an underscore in the name is two. */
export function tagOf({ name, version }: BundleId): string {
  const tag = `${name.replaceAll('_', '__')}_${version}`
  if (tag.length > longestTag) throw bundlesMessages.nameTooLong({ bundle: bundleText({ name, version }) })
  return tag
}

const longestTag = 128

/** Undefined for a tag of somebody else's. */
export function bundleOfTag(tag: string): BundleId | undefined {
  const found = /^(?<name>(?:[^_]|__)+)_(?<version>[^_].*)$/.exec(tag)?.groups
  const name = bundlePartSchema.safeParse(found?.['name']?.replaceAll('__', '_'))
  const version = bundlePartSchema.safeParse(found?.['version'])
  return name.success && version.success ? { name: name.data, version: version.data } : undefined
}

/** AppErrors "unreachable", "blocked"; anything but 404 that is no answer to the question. */
export async function ask(
  registry: Registry,
  place: string,
  question: RegistryQuestion,
  options: RunOptions,
): Promise<Extract<RegistryAnswer, { kind: 'answered' }>> {
  const answer = await registry.ask(question, options)
  if (answer.kind === 'answered' && (answer.status < 300 || answer.status === 404)) return answer
  throw whyNot(registry, place, question, answer)
}

function whyNot(
  { way }: Registry,
  place: string,
  { method, path }: RegistryQuestion,
  answer: RegistryAnswer,
): AppError {
  const address = new URL(ociOrigin(way.oci)).host
  if (answer.kind === 'no-answer')
    return bundlesMessages.registrySilent({ address, place }, { details: answer.details })
  if (answer.kind === 'certificate') return bundlesMessages.registryNotTrusted({ address, why: answer.why })
  const { status, text } = answer
  // Without what it leads to: that may let in whoever has it.
  const details = `${method} ${path.split('?')[0] ?? ''}: ${status} ${text}`.slice(0, 500)
  if (status === 401) return bundlesMessages.registryLogin({ address, isNamed: way.login !== undefined }, { details })
  if (status === 403 && method !== 'DELETE')
    return bundlesMessages.registryRefuses({ address, repository: way.oci.repository }, { details })
  if (method === 'DELETE' && [400, 403, 405].includes(status))
    return bundlesMessages.registryKeeps({ place }, { details })
  return bundlesMessages.registryFails({ address, status }, { details })
}

/** All tags of the repository; none where there is no such repository yet. */
export async function listTags(registry: Registry, place: string, options: RunOptions): Promise<readonly string[]> {
  const tags: string[] = []
  let path: string | undefined = `tags/list?n=${tagsAtOnce}`
  while (path !== undefined) {
    const answer = await ask(registry, place, { method: 'GET', path }, options)
    if (answer.status === 404) return tags
    const page = tagsSchema.safeParse(parseJson(answer.text))
    if (!page.success) throw bundlesMessages.noRegistryThere({ address: registry.way.oci.address })
    const before = tags.length
    tags.push(...(page.data.tags ?? []))
    const [, next] = /<([^>]+)>;\s*rel="?next"?/.exec(String(answer.headers.link ?? '')) ?? []
    // A next page that brings nothing would never end.
    path = next === undefined || tags.length === before ? undefined : ownPath(registry, next)
  }
  return tags
}

const tagsAtOnce = 1000
const tagsSchema = z.object({ tags: z.array(z.string().max(300)).max(100_000).nullish() })

/** Where the registry leads, if that is at the registry: nothing is sent to others. */
function ownPath({ way }: Registry, location: string): string {
  const origin = ociOrigin(way.oci)
  const url = urlOf(location, `${origin}/v2/${way.oci.repository}/`)
  if (url?.origin !== new URL(origin).origin) throw bundlesMessages.registryLeads({ address: way.oci.address })
  return url.href
}

/** Undefined where there is none. AppError "not-verified" for what is no bundle, or not the one of this name. */
export async function findArtifact(
  registry: Registry,
  place: string,
  id: BundleId,
  options: RunOptions,
): Promise<Artifact | undefined> {
  const path = `manifests/${tagOf(id)}`
  const answer = await ask(registry, place, { method: 'GET', path, headers: { accept: types.manifest } }, options)
  if (answer.status === 404) return undefined
  const damaged = () => bundlesMessages.damagedThere({ bundle: bundleText(id), place })
  const manifest = manifestSchema.safeParse(parseJson(answer.text))
  if (!manifest.success) throw damaged()
  const { config, layers } = manifest.data
  const [entries, ...files] = layers
  const { status, text } = await ask(registry, place, { method: 'GET', path: `blobs/${config.digest}` }, options)
  const head = bundleHeadSchema.safeParse(parseJson(text))
  const isWhole = status === 200 && digestOf(text) === config.digest
  if (!isWhole || !head.success || bundleText(head.data.bundle) !== bundleText(id)) throw damaged()
  return { head: head.data, headText: text, entries, files, digest: digestOf(answer.text) }
}

export const digestOf = (contents: string | Buffer): string =>
  `sha256:${createHash('sha256').update(contents).digest('hex')}`

export interface BlobFile {
  readonly file: string
  readonly blob: Blob
}

/** Nothing is sent that is there. */
export async function pushBlob(
  registry: Registry,
  place: string,
  { file, blob: { digest, size } }: BlobFile,
  { onBytes, ...options }: RunOptions & { readonly onBytes: (bytes: number) => void },
): Promise<void> {
  const there = await ask(registry, place, { method: 'HEAD', path: `blobs/${digest}` }, options)
  if (there.status === 200) {
    onBytes(size)
    return
  }
  const url = new URL(await beginUpload(registry, place, options))
  url.searchParams.set('digest', digest)
  const headers = { 'content-type': 'application/octet-stream' }
  const body = { file, bytes: size }
  const put = await ask(registry, place, { method: 'PUT', path: url.href, headers, body, onBytes }, options)
  if (put.status === 404) throw bundlesMessages.registryFails({ address: registry.way.oci.address, status: 404 })
}

async function beginUpload(registry: Registry, place: string, options: RunOptions): Promise<string> {
  const { address, repository } = registry.way.oci
  const begun = await ask(registry, place, { method: 'POST', path: 'blobs/uploads/' }, options)
  if (begun.status === 404) throw bundlesMessages.registryRefuses({ address, repository })
  return ownPath(registry, begun.headers.location ?? '')
}

/** Whether it may be written to: an upload is begun and ended, and leaves nothing. */
export async function tryRegistry(registry: Registry, place: string, options: RunOptions): Promise<void> {
  await listTags(registry, place, options)
  const upload = await beginUpload(registry, place, options)
  // Some do not end one before its time is over.
  await registry.ask({ method: 'DELETE', path: upload }, options)
}

/** AppError "not-verified" where it is gone, or what came is something else. */
export async function fetchBlob(
  registry: Registry,
  place: string,
  { file, blob }: BlobFile,
  { onBytes, bundle, ...options }: RunOptions & { readonly onBytes: (bytes: number) => void; readonly bundle: string },
): Promise<void> {
  const into = { file, bytes: blob.size }
  const path = `blobs/${blob.digest}`
  const answer = await ask(registry, place, { method: 'GET', path, into, onBytes }, options)
  if (answer.status !== 200 || `sha256:${answer.sha256}` !== blob.digest)
    throw bundlesMessages.damagedThere({ bundle, place })
}

export type NewArtifact = Omit<Artifact, 'digest' | 'headText'>

/** From now on it is there. */
export async function putManifest(
  registry: Registry,
  place: string,
  { head, entries, files, config }: NewArtifact & { readonly config: Blob },
  options: RunOptions,
): Promise<void> {
  const { bundle, madeAt } = head
  const manifest = {
    ...{ schemaVersion: 2, mediaType: types.manifest, artifactType: types.artifact, config },
    layers: [entries, ...files],
    annotations: {
      'org.opencontainers.image.title': bundle.name,
      'org.opencontainers.image.version': bundle.version,
      'org.opencontainers.image.created': madeAt,
    },
  }
  const path = `manifests/${tagOf(bundle)}`
  const headers = { 'content-type': types.manifest }
  const put = await ask(registry, place, { method: 'PUT', path, headers, body: JSON.stringify(manifest) }, options)
  if (put.status === 404) throw bundlesMessages.registryFails({ address: registry.way.oci.address, status: 404 })
}

export const blobOf = (kind: 'head' | 'entries' | 'files', digest: string, size: number): Blob => ({
  ...{ mediaType: types[kind], digest, size },
})

/** With every tag that names it. Its contents go when the registry clears up. Harmless where it is gone. */
export async function deleteArtifact(
  registry: Registry,
  place: string,
  { digest }: Pick<Artifact, 'digest'>,
  options: RunOptions,
): Promise<void> {
  await ask(registry, place, { method: 'DELETE', path: `manifests/${digest}` }, options)
}
