/**
 * What a bundle is in a registry (OCI Image Specification 1.1): a manifest with an artifact type of ours, of which the configuration is
 * bundle.json and the first layer entries.jsonl; the others are tar archives of its files. `skopeo copy` and `tar` get them without us.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { bundlePartSchema, type BundleId } from '../../../contract/bundles-calls.ts'
import { ociOrigin } from '../../../contract/oci-address.ts'
import { sideBySide } from '../../../commons/side-by-side.ts'
import type { AppError } from '../../../kernel/app-error.ts'
import { parseJson } from '../../../kernel/parse-json.ts'
import {
  urlOf,
  type Registry,
  type RegistryAnswer,
  type RegistryQuestion,
  type RegistryWay,
} from '../../../tools/oci/ask-registry.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleHeadSchema, bundleText, type BundleHead } from '../schemas.ts'

const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  artifact: 'application/vnd.pc-switcher.bundle.v1',
  head: 'application/vnd.pc-switcher.bundle.v1+json',
  /** What some registries take alone. */
  anyHead: 'application/vnd.oci.image.config.v1+json',
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
  config: blobSchema.extend({ mediaType: z.enum([types.head, types.anyHead]) }),
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
  const { repository } = way.oci
  const address = new URL(ociOrigin(way.oci)).host
  if (answer.kind === 'no-answer') {
    const { isReached, details } = answer
    return bundlesMessages.registrySilent({ address, place, isReached }, { details })
  }
  if (answer.kind === 'certificate') return bundlesMessages.registryNotTrusted({ address, why: answer.why })
  const { status, text, headers } = answer
  const more = { details: `${method} ${path.split('?')[0] ?? ''}: ${status} ${withoutLogin(text, way)}` }
  const isTooLittle = /\binsufficient_scope\b/.test(headers['www-authenticate'] ?? '')
  if (method === 'DELETE' && (isTooLittle || [400, 403, 405].includes(status)))
    return bundlesMessages.registryKeeps({ place }, more)
  if (status === 403 || isTooLittle) return bundlesMessages.registryRefuses({ address, repository }, more)
  if (status === 401) return bundlesMessages.registryLogin({ address, isNamed: way.login !== undefined }, more)
  if (status === 413) return bundlesMessages.registryTooLarge({ address }, more)
  if (status >= 500 || status === 429) return bundlesMessages.registryFails({ address, status }, more)
  return bundlesMessages.registryOdd({ address, status }, more)
}

/** Some repeat what they were sent. */
function withoutLogin(text: string, { login }: RegistryWay): string {
  const secrets =
    login === undefined ? [] : [login.token, Buffer.from(`${login.user}:${login.token}`).toString('base64')]
  const told = secrets.reduce((left, secret) => left.replaceAll(secret, '…'), text)
  return told
    .replace(/\bBearer [!-~]+/gi, 'Bearer …')
    .replace(/[^ -~…]/g, ' ')
    .slice(0, 500)
}

/** All tags of the repository; none where there is no such repository yet. */
export async function listTags(registry: Registry, place: string, options: RunOptions): Promise<readonly string[]> {
  const tags: string[] = []
  let path: string | undefined = `tags/list?n=${tagsAtOnce}`
  for (let pages = 0; path !== undefined; pages += 1) {
    if (pages >= mostPages || tags.length > mostTags)
      throw bundlesMessages.noRegistryThere({ address: registry.way.oci.address })
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
const mostPages = 100
const mostTags = 20_000
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
  if (put.status === 404) throw bundlesMessages.registryOdd({ address: registry.way.oci.address, status: 404 })
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

export type NewArtifact = Omit<Artifact, 'digest' | 'headText'> & { readonly config: Blob }

/**
 * From now on it is there. Some registries refuse types that they do not know (GitLab): then it is told by its first layer alone.
 * AppError "invalid-input" where another one has got its name meanwhile.
 */
export async function putManifest(
  registry: Registry,
  place: string,
  artifact: NewArtifact,
  options: RunOptions,
): Promise<void> {
  const { bundle, digest } = artifact.head
  const there = await findArtifact(registry, place, bundle, options)
  if (there !== undefined && there.head.digest !== digest)
    throw bundlesMessages.otherThere({ bundle: bundleText(bundle), laptop: place })
  const { config } = artifact
  const known = { artifactType: types.artifact, config }
  const plain = { config: { ...config, mediaType: types.anyHead } }
  const path = `manifests/${tagOf(bundle)}`
  const headers = { 'content-type': types.manifest }
  const questionOf = (described: object): RegistryQuestion => ({
    ...{ method: 'PUT', path, headers, body: JSON.stringify({ ...manifestOf(artifact), ...described }) },
  })
  const first = await registry.ask(questionOf(known), options)
  if (first.kind === 'answered' && first.status < 300) return
  const isRefused = first.kind === 'answered' && (first.status === 400 || first.status === 415)
  if (!isRefused) throw whyNot(registry, place, questionOf(known), first)
  const put = await ask(registry, place, questionOf(plain), options)
  if (put.status === 404) throw bundlesMessages.registryOdd({ address: registry.way.oci.address, status: 404 })
}

const manifestOf = ({ head: { bundle, madeAt }, entries, files }: NewArtifact) => ({
  ...{ schemaVersion: 2, mediaType: types.manifest, layers: [entries, ...files] },
  annotations: {
    'org.opencontainers.image.title': bundle.name,
    'org.opencontainers.image.version': bundle.version,
    'org.opencontainers.image.created': madeAt,
  },
})

/** Whether the registry says of all that it names that it has it. */
export async function isAllThere(
  registry: Registry,
  place: string,
  { entries, files }: Pick<Artifact, 'entries' | 'files'>,
  options: RunOptions,
): Promise<boolean> {
  const all = [entries, ...files]
  for (let from = 0; from < all.length; from += askedAtOnce) {
    const works = all.slice(from, from + askedAtOnce).map(({ digest, size }) => async (signal: AbortSignal) => {
      const path = `blobs/${digest}`
      const { status, headers } = await ask(registry, place, { method: 'HEAD', path }, { signal })
      return status === 200 && Number(headers['content-length'] ?? size) === size
    })
    if (!(await sideBySide(works, options.signal)).every(Boolean)) return false
  }
  return true
}

export const askedAtOnce = 8

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
