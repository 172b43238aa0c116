/** What a person's podman has, 4.3 to 5.4: its volumes, and who uses them. Images: images.ts. */
import { z } from 'zod'
import { labelled, usersOf, type ContainerEngine, type ListedVolume } from '../containers/engine.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { listImages, loadImage, nameImage, saveImage } from './images.ts'
import { askPodman, runPodman, type PodmanPerson } from './run-podman.ts'

export function createPodman(person: PodmanPerson): ContainerEngine {
  return {
    inside: ({ words, ...command }, options) =>
      runPodman(person, { ...command, words: ['unshare', ...words] }, options),
    listVolumes: (options) => listVolumes(person, options),
    volumesFolder: (options) => volumesFolder(person, options),
    volumeUsers: (options) => volumeUsers(person, options),
    createVolume: (volume, options) => createVolume(person, volume, options),
    listImages: (options) => listImages(person, options),
    saveImage: (image, options) => saveImage(person, image, options),
    layerFile: (digest) => digest,
    loadImage: (image, options) => loadImage(person, image, options),
    nameImage: (image, options) => nameImage(person, image, options),
  }
}

const recordSchema = z.record(z.string(), z.string()).nullish()
const volumesSchema = z
  .array(
    z.object({
      Name: z.string(),
      Driver: z.string(),
      Mountpoint: z.string(),
      Labels: recordSchema,
      Options: recordSchema,
      Anonymous: z.boolean().nullish(),
    }),
  )
  .nullable()

async function listVolumes(person: PodmanPerson, options: RunOptions): Promise<readonly ListedVolume[]> {
  const command = { title: titles.listVolumes({}), words: ['volume', 'inspect', '--all'] as const }
  return ((await askPodman(person, command, volumesSchema, options)) ?? []).map((one) => ({
    name: one.Name,
    driver: one.Driver,
    folder: one.Mountpoint,
    labels: one.Labels ?? {},
    options: one.Options ?? {},
    isAnonymous: one.Anonymous ?? false,
  }))
}

async function volumesFolder(person: PodmanPerson, options: RunOptions): Promise<string> {
  const words = ['info', '--format', '{{.Store.VolumePath}}'] as const
  const { stdout } = await runPodman(person, { title: titles.listVolumes({}), words }, options)
  const folder = stdout.trim()
  if (!folder.startsWith('/')) throw unreadableAnswer('podman', stdout)
  return folder
}

const containersSchema = z
  .array(z.object({ Id: z.string(), Names: z.array(z.string()).nullish(), State: z.string() }))
  .nullable()
const mountsSchema = z.array(
  z.object({
    Id: z.string(),
    Mounts: z.array(z.object({ Type: z.string(), Name: z.string().nullish() })).nullish(),
  }),
)

/** States of a container that has nothing open (podman-ps(1)). */
const stopped: readonly string[] = ['configured', 'created', 'exited', 'initialized', 'stopped']

async function volumeUsers(person: PodmanPerson, options: RunOptions): Promise<ReadonlyMap<string, readonly string[]>> {
  const title = titles.listContainers({})
  const listing = { title, words: ['ps', '--all', '--no-trunc', '--format', 'json'] as const }
  const busy = ((await askPodman(person, listing, containersSchema, options)) ?? []).filter(
    ({ State }) => !stopped.includes(State.toLowerCase()),
  )
  if (busy.length === 0) return new Map()
  const names = new Map(busy.map(({ Id, Names }) => [Id, Names?.[0] ?? Id.slice(0, 12)]))
  const inspecting = { title, words: ['container', 'inspect', '--', ...names.keys()] as const }
  const inspected = await askPodman(person, inspecting, mountsSchema, options)
  return usersOf(
    inspected.map(({ Id, Mounts }) => ({
      name: names.get(Id) ?? Id,
      volumes: (Mounts ?? []).flatMap(({ Type, Name }) => (Type === 'volume' ? (Name ?? []) : [])),
    })),
  )
}

async function createVolume(
  person: PodmanPerson,
  { name, labels }: Pick<ListedVolume, 'name' | 'labels'>,
  options: RunOptions,
): Promise<void> {
  const words = ['volume', 'create', ...labelled(labels), '--', name] as const
  await runPodman(person, { title: titles.createVolume({ name }), words }, options)
}
