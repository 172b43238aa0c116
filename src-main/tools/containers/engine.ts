/**
 * An engine of containers, asked by whoever may: podman as its person, Docker as root. What it does with its own programs is here;
 * files of volumes are read and written by volume-tree.ts. Nothing here starts or installs an engine.
 */
import type { z } from 'zod'
import type { Message } from '../../kernel/message.ts'
import { unreadableAnswer, type Command, type RunOptions, type RunResult } from '../run.ts'

export interface EngineCommand extends Omit<Command, 'argv' | 'title' | 'env' | 'cwd' | 'diesWithAgent'> {
  readonly title: Message
  readonly words: readonly [string, ...string[]]
}

/** Runs a program that sees owners of files as containers of the engine see them. */
export type RunInside = (command: EngineCommand, options: RunOptions) => Promise<RunResult>

export interface ListedVolume {
  readonly name: string
  readonly driver: string
  /** Where its files are. */
  readonly folder: string
  readonly labels: Readonly<Record<string, string>>
  /** Of one that stands for another place: a device, a folder, memory. */
  readonly options: Readonly<Record<string, string>>
  /** Made by the engine for one container, with a name that nobody gave. */
  readonly isAnonymous: boolean
}

export interface ListedImage {
  readonly id: string
  /** With tag, as the engine writes it: "localhost/app:1" of podman, "app:1" of Docker. None where another image took the name. */
  readonly names: readonly string[]
  /** It has a name in a registry, and can be pulled from there again. */
  readonly isPulled: boolean
  readonly bytes: number
  readonly createdAt: string
  /** SHA-256 of each, the lowest first. Undefined where the engine lists the image and can't read it. */
  readonly layers: readonly string[] | undefined
}

export interface ContainerEngine {
  readonly inside: RunInside
  readonly listVolumes: (options: RunOptions) => Promise<readonly ListedVolume[]>
  /** The folder in which it makes volumes. */
  readonly volumesFolder: (options: RunOptions) => Promise<string>
  /** Names of volumes to names of the containers that have them and are not stopped. */
  readonly volumeUsers: (options: RunOptions) => Promise<ReadonlyMap<string, readonly string[]>>
  readonly createVolume: (volume: Pick<ListedVolume, 'name' | 'labels'>, options: RunOptions) => Promise<void>
  readonly listImages: (options: RunOptions) => Promise<readonly ListedImage[]>
  /** Into a folder that is empty: each layer is a file of its own, `layerFile`. */
  readonly saveImage: (image: { readonly id: string; readonly folder: string }, options: RunOptions) => Promise<void>
  /** Below the folder of a saved image. One that is packed in another form is not there. */
  readonly layerFile: (digest: string) => string
  /**
   * Takes an archive of what `saveImage` wrote, also without layers that the store has, and compares everything in it with its
   * SHA-256. `unpacked`: a folder that is not there yet, for what it needs. The image gets no name.
   */
  readonly loadImage: (
    image: { readonly archive: string; readonly unpacked: string },
    options: RunOptions,
  ) => Promise<void>
  /** The image that had the name keeps its ID, and has no name if that was its only one. */
  readonly nameImage: (image: { readonly id: string; readonly name: string }, options: RunOptions) => Promise<void>
}

/** Of volumes to those who have them, from what each container that is not stopped mounts. */
export function usersOf(
  containers: readonly { readonly name: string; readonly volumes: readonly string[] }[],
): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, readonly string[]>()
  for (const { name, volumes } of containers)
    for (const volume of volumes) users.set(volume, [...(users.get(volume) ?? []), name])
  return users
}

export function labelled(labels: ListedVolume['labels']): readonly string[] {
  return Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`])
}

export function withoutAlgorithm(digest: string): string {
  return digest.replace(/^sha256:/, '')
}

export function parseAnswer<S extends z.ZodType>(program: string, text: string, schema: S): z.output<S> {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw unreadableAnswer(program, text)
  }
}
