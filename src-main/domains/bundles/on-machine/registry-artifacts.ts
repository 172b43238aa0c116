/**
 * What a bundle is in a registry (OCI Image Specification 1.1): a manifest with an artifact type of ours, of which the configuration is
 * bundle.json and the first layer entries.jsonl; the others are tar archives of its files. `skopeo copy` and `tar` get them without us.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { bundlePartSchema, type BundleId } from '../../../contract/bundles-calls.ts'
import { sideBySide } from '../../../commons/side-by-side.ts'
import { parseJson } from '../../../kernel/parse-json.ts'
import type { Registry, RegistryQuestion } from '../../../tools/oci/ask-registry.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleHeadSchema, bundleText, type BundleHead } from '../schemas.ts'
import {
  ask,
  askedAtOnce,
  blobSchema,
  whyNot,
  type Blob,
} from '../../../commons/places/on-machine/registry/registry-requests.ts'

const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  artifact: 'application/vnd.pc-switcher.bundle.v1',
  head: 'application/vnd.pc-switcher.bundle.v1+json',
  /** What some registries take alone. */
  anyHead: 'application/vnd.oci.image.config.v1+json',
  entries: 'application/vnd.pc-switcher.entries.v1+jsonl',
  files: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const

const createdAt = 'org.opencontainers.image.created'
export const unknownTime = new Date(0).toISOString()

const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  config: blobSchema.extend({ mediaType: z.enum([types.head, types.anyHead]) }),
  layers: z
    .tuple(
      [blobSchema.extend({ mediaType: z.literal(types.entries) })],
      blobSchema.extend({ mediaType: z.literal(types.files) }),
    )
    .refine((layers) => layers.length <= 100_000),
  annotations: z.object({ [createdAt]: z.iso.datetime().catch(unknownTime) }).catch({ [createdAt]: unknownTime }),
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

/** What a registry has under the tag of a bundle. */
type FoundArtifact =
  | { readonly kind: 'none' }
  /** No bundle, or not the one of this name: its manifest may have the name of another one too. */
  | { readonly kind: 'other' }
  /** A bundle, of which the description is lost. */
  | { readonly kind: 'undescribed'; readonly contents: string; readonly madeAt: string; readonly digest: string }
  | { readonly kind: 'whole'; readonly artifact: Artifact }

export async function lookAtArtifact(
  registry: Registry,
  place: string,
  id: BundleId,
  options: RunOptions,
): Promise<FoundArtifact> {
  const path = `manifests/${tagOf(id)}`
  const answer = await ask(registry, place, { method: 'GET', path, headers: { accept: types.manifest } }, options)
  if (answer.status === 404) return { kind: 'none' }
  const manifest = manifestSchema.safeParse(parseJson(answer.text))
  if (!manifest.success) return { kind: 'other' }
  const { config, layers, annotations } = manifest.data
  const [entries, ...files] = layers
  const { status, text } = await ask(registry, place, { method: 'GET', path: `blobs/${config.digest}` }, options)
  const digest = digestOf(answer.text)
  if (status !== 200 || digestOf(text) !== config.digest) {
    const { [createdAt]: madeAt } = annotations
    return { kind: 'undescribed', contents: entries.digest.slice('sha256:'.length), madeAt, digest }
  }
  const head = bundleHeadSchema.safeParse(parseJson(text))
  if (!head.success || bundleText(head.data.bundle) !== bundleText(id)) return { kind: 'other' }
  return { kind: 'whole', artifact: { head: head.data, headText: text, entries, files, digest } }
}

/** Undefined where there is none. AppError "not-verified" for what is no bundle, or not the one of this name. */
export async function findArtifact(
  registry: Registry,
  place: string,
  id: BundleId,
  options: RunOptions,
): Promise<Artifact | undefined> {
  const found = await lookAtArtifact(registry, place, id, options)
  if (found.kind === 'none') return undefined
  if (found.kind !== 'whole') throw bundlesMessages.damagedThere({ bundle: bundleText(id), place })
  return found.artifact
}

export const digestOf = (contents: string | Buffer): string =>
  `sha256:${createHash('sha256').update(contents).digest('hex')}`

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
  if (put.status === 404) throw placesMessages.registryOdd({ address: registry.way.oci.address, status: 404 })
}

const manifestOf = ({ head: { bundle, madeAt }, entries, files }: NewArtifact) => ({
  ...{ schemaVersion: 2, mediaType: types.manifest, layers: [entries, ...files] },
  annotations: {
    'org.opencontainers.image.title': bundle.name,
    'org.opencontainers.image.version': bundle.version,
    [createdAt]: madeAt,
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
