/** Images of the system's Docker, 26.1. Their ID is a SHA-256 of all that they are: docker-image-inspect(1). */
import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { withoutAlgorithm, type ListedImage, type RunInside } from '../containers/engine.ts'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { askDocker, runDocker } from './run-docker.ts'
import { unpackTree } from '../files/tar-tree.ts'

const textsSchema = z.array(z.string()).nullish()
const imagesSchema = z.array(
  z.object({
    ...{ Id: z.string(), RepoTags: textsSchema, RepoDigests: textsSchema, Size: z.number() },
    /** None of one that was imported without a time. */
    Created: z.string().nullish(),
    RootFS: z.object({ Layers: textsSchema }).nullish(),
    /** From 29.2 on, where images are kept by containerd: that makes up a digest of a registry for what was built, too. */
    Identity: z.object({ Pull: z.array(z.unknown()).nullish() }).nullish(),
  }),
)

export async function listImages(options: RunOptions): Promise<readonly ListedImage[]> {
  const title = titles.listImages({})
  const { stdout } = await runDocker({ title, words: ['image', 'ls', '--quiet', '--no-trunc'] }, options)
  const ids = [...new Set(stdout.split('\n').filter((line) => line !== ''))]
  if (ids.length === 0) return []
  const inspected = await askDocker({ title, words: ['image', 'inspect', '--', ...ids] }, imagesSchema, options)
  return inspected.map(({ Id, RepoTags, RepoDigests, Size, Created, RootFS, Identity }) => ({
    ...{ id: withoutAlgorithm(Id), names: RepoTags ?? [], bytes: Size },
    isPulled: (Identity === undefined || Identity === null ? (RepoDigests ?? []) : (Identity.Pull ?? [])).length > 0,
    createdAt: timeOf(Created),
    layers: (RootFS?.Layers ?? []).map(withoutAlgorithm),
  }))
}

function timeOf(text: string | null | undefined): string {
  const ms = Date.parse(text ?? '')
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString()
}

/** Each layer is a file below blobs/sha256, not compressed where Docker itself keeps the images. */
export async function saveImage(
  inside: RunInside,
  { id, folder }: { readonly id: string; readonly folder: string },
  options: RunOptions,
): Promise<void> {
  const archive = `${folder}.whole`
  try {
    await runDocker({ title: titles.saveImage({}), words: ['image', 'save', '--output', archive, '--', id] }, options)
    await unpackTree(inside, { archive, folder }, options)
  } finally {
    await rm(archive, { force: true })
  }
}

/** Docker takes an archive, and compares the SHA-256 of each layer that it unpacks. */
export async function loadImage({ archive }: { readonly archive: string }, options: RunOptions): Promise<void> {
  const command = { title: titles.loadImage({}), words: ['image', 'load', '--quiet'] as const, inputFile: archive }
  await runDocker(command, options)
}
