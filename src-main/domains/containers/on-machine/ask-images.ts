/** What the person's podman says of its images. */
import type { HostContext } from '../../../machine/machine.ts'
import { listImages, type ListedImage } from '../../../tools/podman/images.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { imageNameSchema, type ContainerImage } from '../verbs.ts'

export async function readImages(
  person: HostContext['person'],
  options: RunOptions,
): Promise<readonly ContainerImage[]> {
  return (await listImages(person, options)).map(describe)
}

function describe({ id, names, digests, bytes, createdAt, layers }: ListedImage): ContainerImage {
  return {
    ...{ id, bytes, createdAt, layers: [...(layers ?? [])], isPulled: digests.some(isOfRegistry) },
    names: names.filter((name) => imageNameSchema.safeParse(name).success),
    ...(layers === undefined ? { cannot: 'unreadable' as const } : {}),
  }
}

/** podman gives "localhost" to what was built or loaded without a name of a registry. */
function isOfRegistry(digest: string): boolean {
  return !digest.startsWith('localhost/')
}
