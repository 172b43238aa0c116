/**
 * libvirt's virsh, 9.0 to 11.3: guests of the system with their definitions and snapshots. What it prints may hold passwords, so no
 * output goes into an error. A libvirtd that is dead or hangs is AppError "blocked", never a laptop without guests.
 */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { AppError } from '../../kernel/app-error.ts'
import { isErrno } from '../../kernel/errno.ts'
import type { Message } from '../../kernel/message.ts'
import { toolsMessages } from '../messages.ts'
import { unreadableAnswer, type RunOptions, type RunResult } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { runVirsh } from './run-virsh.ts'

/** Where libvirt keeps what belongs to guests (libvirt 4.0 and later). */
export const guestFolders = {
  definitions: '/etc/libvirt/qemu',
  /** Root's. */
  all: '/var/lib/libvirt',
  variables: '/var/lib/libvirt/qemu/nvram',
  tpm: '/var/lib/libvirt/swtpm',
} as const

export interface DefinedGuest {
  readonly uuid: string
  readonly name: string
}

/** Whether virsh is there at all. */
export const hasLibvirt = (): boolean => existsSync('/usr/bin/virsh') && existsSync(guestFolders.definitions)

/** Without asking libvirt where nothing is defined: its own files say so, and it need not be started. */
export async function listDefinedGuests(options: RunOptions): Promise<readonly DefinedGuest[]> {
  if (!(await hasDefinitions())) return []
  const text = await ask(titles.listGuests({}), ['list', '--all', '--persistent', '--uuid', '--name'], options)
  return parseGuestNames(text)
}

async function hasDefinitions(): Promise<boolean> {
  const names = await readdir(guestFolders.definitions).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  })
  return names.some((name) => name.endsWith('.xml'))
}

export interface GuestThatIsOn extends DefinedGuest {
  /** running: or paused. saved: off, with its memory kept. */
  readonly state: 'running' | 'saved'
}

/** Also those that are defined only as long as they run. */
export async function listGuestsThatRun(options: RunOptions): Promise<readonly GuestThatIsOn[]> {
  const states = {
    running: ['--state-running', '--state-paused', '--state-other'],
    saved: ['--all', '--with-managed-save'],
  } as const
  const listed = async (state: GuestThatIsOn['state']) => {
    const text = await ask(titles.listGuests({}), ['list', ...states[state], '--uuid', '--name'], options)
    return parseGuestNames(text).map((guest) => ({ ...guest, state }))
  }
  return (await Promise.all([listed('running'), listed('saved')])).flat()
}

/**
 * By its agent where one answers in it, else by its power button (virsh(1), "shutdown": libvirt tries the agent first). Gives whether
 * libvirt took it: of a guest that is paused it does not. An agent that hangs is no libvirt that hangs.
 */
export async function askToShutDown(uuid: string, options: RunOptions): Promise<boolean> {
  try {
    const argv = ['shutdown', '--domain', uuid, '--mode', 'agent,acpi']
    return (await runVirsh(titles.shutGuestDown({}), argv, options)).exitCode === 0
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'blocked') return true
    throw thrown
  }
}

export async function discardSavedMemory(uuid: string, options: RunOptions): Promise<void> {
  await ask(titles.discardSavedMemory({}), ['managedsave-remove', '--domain', uuid], options)
}

/** "UUID NAME" on each line, and an empty line at the end (virsh(1), "list"). */
export function parseGuestNames(text: string): readonly DefinedGuest[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, uuid, name] = /^\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s+(.*?)\s*$/.exec(line) ?? []
      if (uuid === undefined || name === undefined || name === '') throw unreadableAnswer('virsh list', '')
      return { uuid, name }
    })
}

/** With passwords, and as it is started the next time. */
export function readDefinition(uuid: string, options: RunOptions): Promise<string> {
  return ask(titles.readGuest({}), ['dumpxml', '--inactive', '--security-info', '--domain', uuid], options)
}

export interface GuestSnapshots {
  /** Parents first. */
  readonly list: readonly { readonly name: string; readonly xml: string }[]
  readonly current: string | undefined
}

export async function readSnapshots(uuid: string, options: RunOptions): Promise<GuestSnapshots> {
  const title = titles.readGuest({})
  const text = await ask(title, ['snapshot-list', '--domain', uuid, '--topological', '--name'], options)
  const names = text.split('\n').filter((name) => name !== '')
  if (names.length === 0) return { list: [], current: undefined }
  const list = []
  for (const name of names) {
    const argv = ['snapshot-dumpxml', '--domain', uuid, '--snapshotname', name, '--security-info']
    list.push({ name, xml: await ask(title, argv, options) })
  }
  // Ends with 1 where none is current.
  const current = await runVirsh(title, ['snapshot-current', '--domain', uuid, '--name'], options)
  if (current.exitCode !== 0 && isWithoutDaemon(current.stderr)) throw toolsMessages.libvirtSilent({})
  return { list, current: current.exitCode === 0 ? current.stdout.trim() : undefined }
}

/** Replaces the definition of this UUID where there is one. `file` is of root's. */
export async function defineGuest(file: string, options: RunOptions): Promise<void> {
  await ask(titles.defineGuest({}), ['define', '--file', file], options)
}

/** Without its disks, and without what it keeps beside them, which stays where it is. */
export async function undefineGuest(uuid: string, options: RunOptions): Promise<void> {
  const kept = ['--keep-nvram', '--keep-tpm', '--snapshots-metadata', '--checkpoints-metadata']
  await ask(titles.undefineGuest({}), ['undefine', '--domain', uuid, ...kept], options)
}

/** Makes known to libvirt what a disk holds already. */
export async function redefineSnapshot(
  uuid: string,
  { file, isCurrent }: { readonly file: string; readonly isCurrent: boolean },
  options: RunOptions,
): Promise<void> {
  const argv = ['snapshot-create', '--domain', uuid, '--xmlfile', file, '--redefine']
  await ask(titles.defineGuest({}), isCurrent ? [...argv, '--current'] : argv, options)
}

/** libvirt's word of it alone: what a disk holds stays. */
export async function forgetSnapshot(uuid: string, name: string, options: RunOptions): Promise<void> {
  const argv = ['snapshot-delete', '--domain', uuid, '--snapshotname', name, '--metadata']
  await ask(titles.defineGuest({}), argv, options)
}

/** Names of networks or pools that are defined. */
export async function listDefined(kind: 'net' | 'pool', options: RunOptions): Promise<readonly string[]> {
  const text = await ask(titles.listGuests({}), [`${kind}-list`, '--all', '--name'], options)
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
}

/** The machine types that libvirt can start here ("domcapabilities" names one; "capabilities" all). */
export async function listMachineTypes(options: RunOptions): Promise<ReadonlySet<string>> {
  const text = await ask(titles.listGuests({}), ['capabilities'], options)
  return new Set([...text.matchAll(/<machine[^>]*>([^<]+)<\/machine>/g)].map(([, name = '']) => name))
}

async function ask(title: Message, argv: readonly string[], options: RunOptions): Promise<string> {
  return answerOf(title, await runVirsh(title, argv, options))
}

/** What it printed. AppError "blocked" where libvirt does not answer, "tool-failed" for any other failure: neither is an empty answer. */
export function answerOf(title: Message, { exitCode, stdout, stderr }: Omit<RunResult, 'bytes'>): string {
  if (exitCode === 0) return stdout
  if (isWithoutDaemon(stderr)) throw toolsMessages.libvirtSilent({})
  throw toolsMessages.failed({ title }, { details: errorsIn(stderr) })
}

/** What libvirt says first; the lines after an error of a definition may quote it. */
function errorsIn(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('error: '))
    .slice(0, 2)
    .join(' ')
    .slice(0, 300)
}

export function isWithoutDaemon(stderr: string): boolean {
  return /failed to connect to the hypervisor|Failed to connect socket|Cannot recv data|End of file while reading|client socket is closed/.test(
    stderr,
  )
}
