/** Images of a person's podman, 4.3 to 5.4. Their ID is the SHA-256 of their settings, which name every layer by its own. */
import { z } from 'zod'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { parseAnswer, runPodman, type PodmanPerson } from './podman.ts'

export interface ListedImage {
  readonly id: string
  /** With host and tag: "localhost/app:1". None where another image took the name. */
  readonly names: readonly string[]
  /** "docker.io/library/alpine@sha256:...": made up by podman for "localhost", too. */
  readonly digests: readonly string[]
  readonly bytes: number
  readonly createdAt: string
  /** SHA-256 of each, the lowest first. Undefined where podman lists the image and can't read it. */
  readonly layers: readonly string[] | undefined
}

const textsSchema = z.array(z.string()).nullish()
const imagesSchema = z
  .array(
    z.object({
      ...{ Id: z.string(), Names: textsSchema, RepoDigests: textsSchema },
      ...{ Size: z.number(), Created: z.number(), IsManifestList: z.boolean().nullish() },
    }),
  )
  .nullable()
const inspectedSchema = z.array(z.object({ Id: z.string(), RootFS: z.object({ Layers: textsSchema }).nullish() }))

/** Lists of images for several architectures are none. */
export async function listImages(person: PodmanPerson, options: RunOptions): Promise<readonly ListedImage[]> {
  const words = ['image', 'ls', '--no-trunc', '--format', 'json']
  const { stdout } = await runPodman(person, { title: titles.listImages({}), words }, options)
  const listed = (parseAnswer(stdout, imagesSchema) ?? []).filter(({ IsManifestList }) => IsManifestList !== true)
  // An image with two names is in the list once for each of them, with both (podman 4.3).
  const images = [...new Map(listed.map((one) => [withoutAlgorithm(one.Id), one]))]
  const layers = await readLayers(
    person,
    images.map(([id]) => id),
    options,
  )
  return images.map(([id, { Names, RepoDigests, Size, Created }]) => ({
    ...{ id, names: Names ?? [], digests: RepoDigests ?? [], bytes: Size, layers: layers.get(id) },
    createdAt: new Date(Created * 1_000).toISOString(),
  }))
}

async function readLayers(
  person: PodmanPerson,
  ids: readonly string[],
  options: RunOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map()
  const words = ['image', 'inspect', '--', ...ids]
  // 125: one of them is damaged or gone by now; the others are answered (not with a template of ours: 5.4 then fails for all).
  const command = { title: titles.listImages({}), words, exitCodes: [0, 125] }
  const { stdout } = await runPodman(person, command, options)
  const inspected = parseAnswer(stdout, inspectedSchema)
  return new Map(
    inspected.map(({ Id, RootFS }) => [withoutAlgorithm(Id), (RootFS?.Layers ?? []).map(withoutAlgorithm)]),
  )
}

function withoutAlgorithm(digest: string): string {
  return digest.replace(/^sha256:/, '')
}

/** Into a folder that is empty: each layer is a file that has its SHA-256 as name, not compressed. */
export async function saveImage(
  person: PodmanPerson,
  { id, folder }: { readonly id: string; readonly folder: string },
  options: RunOptions,
): Promise<void> {
  const words = ['image', 'save', '--quiet', '--format', 'docker-dir', '--output', folder, '--', id]
  await runPodman(person, { title: titles.saveImage({}), words }, options)
}

/**
 * Takes what `saveImage` wrote, also without layers that the store has. podman compares everything in it with its SHA-256. It gets no
 * name.
 */
export async function loadImage(person: PodmanPerson, folder: string, options: RunOptions): Promise<void> {
  await runPodman(person, { title: titles.loadImage({}), words: ['pull', '--quiet', `dir:${folder}`] }, options)
}

/** The image that had the name keeps its ID, and has no name if that was its only one. */
export async function nameImage(
  person: PodmanPerson,
  { id, name }: { readonly id: string; readonly name: string },
  options: RunOptions,
): Promise<void> {
  await runPodman(person, { title: titles.nameImage({ name }), words: ['image', 'tag', '--', id, name] }, options)
}
