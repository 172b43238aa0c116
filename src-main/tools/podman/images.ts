/** Images of a person's podman, 4.3 to 5.4. Their ID is the SHA-256 of their settings, which name every layer by its own. */
import { z } from 'zod'
import { parseAnswer, withoutAlgorithm, type EngineCommand, type ListedImage } from '../containers/engine.ts'
import { makeFolder } from '../containers/volume-tree.ts'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { askPodman, runPodman, type PodmanPerson } from './run-podman.ts'
import { unpackTree } from '../files/tar-tree.ts'

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
  const words = ['image', 'ls', '--no-trunc', '--format', 'json'] as const
  const answered = (await askPodman(person, { title: titles.listImages({}), words }, imagesSchema, options)) ?? []
  const listed = answered.filter(({ IsManifestList }) => IsManifestList !== true)
  // An image with two names is in the list once for each of them, with both (podman 4.3).
  const images = [...new Map(listed.map((one) => [withoutAlgorithm(one.Id), one]))]
  const layers = await readLayers(
    person,
    images.map(([id]) => id),
    options,
  )
  return images.map(([id, { Names, RepoDigests, Size, Created }]) => ({
    ...{ id, names: Names ?? [], bytes: Size, layers: layers.get(id) },
    isPulled: (RepoDigests ?? []).some(isOfRegistry),
    createdAt: new Date(Created * 1_000).toISOString(),
  }))
}

/** podman makes one up for "localhost" too, which it gives to what was built or loaded without a name of a registry. */
function isOfRegistry(digest: string): boolean {
  return !digest.startsWith('localhost/')
}

async function readLayers(
  person: PodmanPerson,
  ids: readonly string[],
  options: RunOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map()
  const words = ['image', 'inspect', '--', ...ids] as const
  // 125: one of them is damaged or gone by now; the others are answered (not with a template of ours: 5.4 then fails for all).
  const command = { title: titles.listImages({}), words, exitCodes: [0, 125] }
  const { stdout } = await runPodman(person, command, options)
  const inspected = parseAnswer('podman', stdout, inspectedSchema)
  return new Map(
    inspected.map(({ Id, RootFS }) => [withoutAlgorithm(Id), (RootFS?.Layers ?? []).map(withoutAlgorithm)]),
  )
}

/** Each layer is a file that has its SHA-256 as name, not compressed. */
export async function saveImage(
  person: PodmanPerson,
  { id, folder }: { readonly id: string; readonly folder: string },
  options: RunOptions,
): Promise<void> {
  const words = ['image', 'save', '--quiet', '--format', 'docker-dir', '--output', folder, '--', id] as const
  await runPodman(person, { title: titles.saveImage({}), words }, options)
}

/** podman takes a folder, and compares everything in it with its SHA-256. */
export async function loadImage(
  person: PodmanPerson,
  { archive, unpacked }: { readonly archive: string; readonly unpacked: string },
  options: RunOptions,
): Promise<void> {
  const inside = (command: EngineCommand) =>
    runPodman(person, { ...command, words: ['unshare', ...command.words] }, options)
  await makeFolder(inside, unpacked, options)
  await unpackTree(inside, { archive, folder: unpacked }, options)
  const words = ['pull', '--quiet', `dir:${unpacked}`] as const
  await runPodman(person, { title: titles.loadImage({}), words }, options)
}

export async function nameImage(
  person: PodmanPerson,
  { id, name }: { readonly id: string; readonly name: string },
  options: RunOptions,
): Promise<void> {
  const words = ['image', 'tag', '--', id, name] as const
  await runPodman(person, { title: titles.nameImage({ name }), words }, options)
}
