/** What the system's Docker has, 26.1: its volumes, and who uses them. Images: images.ts. */
import path from 'node:path'
import { z } from 'zod'
import { labelled, usersOf, type ContainerEngine, type ListedVolume } from '../containers/engine.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { listImages, loadImage, saveImage } from './images.ts'
import { askDocker, runDocker } from './run-docker.ts'

/** Owners of files are those of the system, because without "userns-remap" root in a container is root. */
const inside: ContainerEngine['inside'] = ({ words, ...command }, options) =>
  run({ ...command, argv: words, cwd: '/', diesWithAgent: true }, options)

export const docker: ContainerEngine = {
  ...{ inside, listVolumes, volumesFolder, volumeUsers, createVolume, listImages },
  saveImage: (image, options) => saveImage(inside, image, options),
  layerFile: (digest) => `blobs/sha256/${digest}`,
  loadImage,
  async nameImage({ id, name }, options) {
    await runDocker({ title: titles.nameImage({ name }), words: ['image', 'tag', '--', id, name] }, options)
  },
}

const volumesSchema = z.array(
  z.object({
    ...{ Name: z.string(), Driver: z.string(), Mountpoint: z.string() },
    Labels: z.record(z.string(), z.string()).nullish(),
    Options: z.record(z.string(), z.string()).nullish(),
  }),
)

async function listVolumes(options: RunOptions): Promise<readonly ListedVolume[]> {
  const title = titles.listVolumes({})
  const { stdout } = await runDocker({ title, words: ['volume', 'ls', '--quiet'] }, options)
  const names = stdout.split('\n').filter((line) => line !== '')
  if (names.length === 0) return []
  const inspecting = { title, words: ['volume', 'inspect', '--', ...names] as const }
  return (await askDocker(inspecting, volumesSchema, options)).map((one) => ({
    ...{ name: one.Name, driver: one.Driver, folder: one.Mountpoint },
    ...{ labels: one.Labels ?? {}, options: one.Options ?? {} },
    isAnonymous: 'com.docker.volume.anonymous' in (one.Labels ?? {}),
  }))
}

const infoSchema = z.object({ DockerRootDir: z.string().startsWith('/') })

/** "userns-remap" makes a folder of its own in the root folder, and that is the root folder then. */
async function volumesFolder(options: RunOptions): Promise<string> {
  const asking = { title: titles.listVolumes({}), words: ['info', '--format', '{{json .}}'] as const }
  return path.join((await askDocker(asking, infoSchema, options)).DockerRootDir, 'volumes')
}

const containersSchema = z.array(
  z.object({
    Name: z.string(),
    State: z.object({ Status: z.string() }),
    Mounts: z.array(z.object({ Type: z.string(), Name: z.string().nullish() })).nullish(),
  }),
)

/** States of a container that has nothing open (docker-ps(1)). */
const stopped: readonly string[] = ['created', 'exited', 'dead']

async function volumeUsers(options: RunOptions): Promise<ReadonlyMap<string, readonly string[]>> {
  const title = titles.listContainers({})
  const { stdout } = await runDocker({ title, words: ['ps', '--all', '--quiet', '--no-trunc'] }, options)
  const ids = stdout.split('\n').filter((line) => line !== '')
  if (ids.length === 0) return new Map()
  const inspecting = { title, words: ['container', 'inspect', '--', ...ids] as const }
  const busy = (await askDocker(inspecting, containersSchema, options)).filter(
    ({ State }) => !stopped.includes(State.Status),
  )
  return usersOf(
    busy.map(({ Name, Mounts }) => ({
      name: Name.replace(/^\//, ''),
      volumes: (Mounts ?? []).flatMap(({ Type, Name: volume }) => (Type === 'volume' ? (volume ?? []) : [])),
    })),
  )
}

async function createVolume(
  { name, labels }: Pick<ListedVolume, 'name' | 'labels'>,
  options: RunOptions,
): Promise<void> {
  const words = ['volume', 'create', ...labelled(labels), '--', name] as const
  await runDocker({ title: titles.createVolume({ name }), words }, options)
}
