/**
 * podman(1) of a person, 4.3 to 5.4, without root: its volumes, and who uses them. It is run as the person, in their session: root
 * in a store of theirs makes it unusable (containers/storage#1849). Not with `diesWithAgent`: a process of podman's own holds the
 * namespace of all its containers, and has to outlive what started it.
 */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import type { Message } from '../../kernel/message.ts'
import type { Account } from '../accounts/as-person.ts'
import { run, unreadableAnswer, type Command, type RunOptions, type RunResult } from '../run.ts'
import { titles } from '../titles/messages.ts'

const program = '/usr/bin/podman'

export interface PodmanPerson extends Account {
  readonly name: string
  readonly home: string
}

export function isPodmanInstalled(): boolean {
  return existsSync(program)
}

/** Without it podman would make a place of its own in /tmp, apart from what the person runs. */
export function hasSession({ uid }: PodmanPerson): boolean {
  return existsSync(`/run/user/${uid}`)
}

export interface PodmanCommand extends Omit<Command, 'argv' | 'title' | 'env' | 'cwd' | 'diesWithAgent'> {
  readonly title: Message
  readonly words: readonly string[]
}

/** newuidmap(1) gives the person their numbers, and is let do so only without `--no-new-privs` (`asPerson`). */
export function runPodman(
  { uid, gid, name, home }: PodmanPerson,
  { words, ...command }: PodmanCommand,
  options: RunOptions,
): Promise<RunResult> {
  const argv = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--init-groups', '--inh-caps=-all', '--'] as const
  const runtime = `/run/user/${uid}`
  return run(
    {
      ...command,
      argv: [...argv, program, ...words],
      cwd: '/',
      env: {
        ...{ HOME: home, USER: name, LOGNAME: name, XDG_RUNTIME_DIR: runtime },
        DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/bus`,
      },
    },
    options,
  )
}

export interface ListedVolume {
  readonly name: string
  readonly driver: string
  /** Where its files are. */
  readonly folder: string
  readonly labels: Readonly<Record<string, string>>
  /** Of one that stands for another place: a device, a folder, memory. */
  readonly options: Readonly<Record<string, string>>
  /** Made by podman for one container, with a name that nobody gave. */
  readonly isAnonymous: boolean
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

export async function listVolumes(person: PodmanPerson, options: RunOptions): Promise<readonly ListedVolume[]> {
  const command = { title: titles.listVolumes({}), words: ['volume', 'inspect', '--all'] }
  const { stdout } = await runPodman(person, command, options)
  return (parseAnswer(stdout, volumesSchema) ?? []).map((one) => ({
    name: one.Name,
    driver: one.Driver,
    folder: one.Mountpoint,
    labels: one.Labels ?? {},
    options: one.Options ?? {},
    isAnonymous: one.Anonymous ?? false,
  }))
}

/** The folder in which podman makes volumes. */
export async function volumesFolder(person: PodmanPerson, options: RunOptions): Promise<string> {
  const words = ['info', '--format', '{{.Store.VolumePath}}']
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

/** Names of volumes to names of the containers that have them and are not stopped. */
export async function volumeUsers(
  person: PodmanPerson,
  options: RunOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const words = ['ps', '--all', '--no-trunc', '--format', 'json']
  const { stdout } = await runPodman(person, { title: titles.listContainers({}), words }, options)
  const busy = (parseAnswer(stdout, containersSchema) ?? []).filter(
    ({ State }) => !stopped.includes(State.toLowerCase()),
  )
  const users = new Map<string, readonly string[]>()
  if (busy.length === 0) return users
  const names = new Map(busy.map(({ Id, Names }) => [Id, Names?.[0] ?? Id.slice(0, 12)]))
  const inspect = ['container', 'inspect', '--', ...names.keys()]
  const inspected = await runPodman(person, { title: titles.listContainers({}), words: inspect }, options)
  for (const { Id, Mounts } of parseAnswer(inspected.stdout, mountsSchema)) {
    for (const { Type, Name } of Mounts ?? []) {
      if (Type !== 'volume' || Name === undefined || Name === null) continue
      users.set(Name, [...(users.get(Name) ?? []), names.get(Id) ?? Id])
    }
  }
  return users
}

export function parseAnswer<S extends z.ZodType>(text: string, schema: S): z.output<S> {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw unreadableAnswer('podman', text)
  }
}

export async function createVolume(
  person: PodmanPerson,
  { name, labels }: Pick<ListedVolume, 'name' | 'labels'>,
  options: RunOptions,
): Promise<void> {
  const labelled = Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`])
  const words = ['volume', 'create', ...labelled, '--', name]
  await runPodman(person, { title: titles.createVolume({ name }), words }, options)
}
