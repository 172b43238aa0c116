import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Output, Parsed } from '../../../contract/define.ts'
import { syncFileSystems } from '../../../tools/files/sync.ts'
import { removeTrees } from '../../../tools/containers/volume-tree.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { adoptImages } from '../image-verbs.ts'
import type { ContainerImage } from '../verbs.ts'
import { needImages, needVolumes, whyRefused } from './ask-engine.ts'
import type { EngineHost } from './engines.ts'
import { besideVolumes, receivedPlace } from './volume-folders.ts'

type Adopting = Parsed<typeof adoptImages>['images'][number]
type Adopted = Output<typeof adoptImages>

interface Options extends RunOptions {
  readonly onImage: (done: number) => void
}

export async function adoptAllImages(
  host: EngineHost,
  images: readonly Adopting[],
  options: Options,
): Promise<Adopted> {
  const adopted: Adopted = { placed: [], left: [], refused: [] }
  if (images.length === 0) return adopted
  const { folder } = await needVolumes(host, options)
  for (const [done, { id, names }] of images.entries()) {
    options.onImage(done)
    const refused = await load(host, { id, unpacked: path.join(besideVolumes(host, folder).unpacked, id) }, options)
    if (refused !== undefined) {
      adopted.refused.push({ id, ...refused })
      continue
    }
    // What gets the name is on the disk before it does.
    await syncFileSystems([folder], options)
    for (const named of names) adopted[await giveName(host, { id, ...named }, options)].push(named.name)
  }
  return adopted
}

/** Why the engine did not take it; undefined when it is there, as the engine itself lists it. */
async function load(
  host: EngineHost,
  { id, unpacked }: { readonly id: string; readonly unpacked: string },
  options: RunOptions,
): Promise<ReturnType<typeof whyRefused> | undefined> {
  const isThere = async () => (await needImages(host, options)).some((one) => one.id === id && isWhole(one))
  if (await isThere()) return undefined
  const archive = receivedPlace(id)
  if (!existsSync(archive)) return { said: 'it did not arrive', isWithoutRoom: false }
  try {
    await removeTrees(host.engine.inside, [unpacked], options)
    await host.engine.loadImage({ archive, unpacked }, options)
    return (await isThere()) ? undefined : { said: 'another image came out of it', isWithoutRoom: false }
  } catch (thrown) {
    return whyRefused(thrown)
  } finally {
    await removeTrees(host.engine.inside, [unpacked], options)
    await rm(archive, { force: true })
  }
}

function isWhole({ cannot }: ContainerImage): boolean {
  return cannot === undefined
}

interface Naming {
  readonly id: string
  readonly name: string
  readonly was?: string | undefined
}

async function giveName(host: EngineHost, { id, name, was }: Naming, options: RunOptions): Promise<'placed' | 'left'> {
  const has = (await needImages(host, options)).find(({ names }) => names.includes(name))?.id
  if (has === id) return 'placed'
  if (has !== was) return 'left'
  await host.engine.nameImage({ id, name }, options)
  return 'placed'
}
