/** libvirt's virsh, 9.0 to 11.3: which guests are not shut down, and on which images they work. */
import { AppError } from '../../kernel/app-error.ts'
import type { RunOptions } from '../run.ts'
import { runVirsh } from './run-virsh.ts'
import { answerOf } from './virsh-guests.ts'
import { titles } from '../titles/messages.ts'
import type { Message } from '../../kernel/message.ts'

interface LiveGuest {
  readonly name: string
  /** Absolute paths of the files it has as disks. */
  readonly disks: readonly string[]
}

export interface LiveGuests {
  /** Also those that are paused. */
  readonly running: readonly LiveGuest[]
  /** Off, but with their memory kept, in which they know what their disks held ("virsh managedsave"). */
  readonly saved: readonly LiveGuest[]
}

const none: LiveGuests = { running: [], saved: [] }

/**
 * None where libvirt is not installed or does not answer, which `listGuests` of the images tells of. Any other failure is thrown: an
 * image of a guest that could not be listed is in use all the same. `virsh`: for tests.
 */
export async function listLiveGuests(options: RunOptions, virsh = runVirsh): Promise<LiveGuests> {
  const ask = (title: Message, argv: readonly string[]) =>
    unlessSilent(async () => answerOf(title, await virsh(title, argv, options)))
  const [running, names] = await Promise.all([
    ask(titles.listRunningGuests({}), ['domstats', '--raw', '--list-active', '--block']),
    ask(titles.listSavedGuests({}), ['list', '--all', '--with-managed-save', '--name']),
  ])
  if (running === undefined || names === undefined) return none
  const savedNames = names.split('\n').filter((name) => name !== '')
  const argv = ['domstats', '--raw', '--block', '--', ...savedNames]
  const saved = savedNames.length === 0 ? '' : await ask(titles.inspectSavedGuests({}), argv)
  return saved === undefined ? none : { running: parseDomainStats(running), saved: parseDomainStats(saved) }
}

/** Undefined where virsh is missing, or libvirt does not answer it. */
async function unlessSilent<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (thrown) {
    if (thrown instanceof AppError && (thrown.code === 'tool-missing' || thrown.code === 'blocked')) return undefined
    throw thrown
  }
}

/** "Domain: 'name'", then lines "  block.0.path=/var/lib/libvirt/images/x.qcow2", then an empty line (virsh(1), "domstats"). */
export function parseDomainStats(text: string): readonly LiveGuest[] {
  return text
    .split(/^Domain: /m)
    .slice(1)
    .map((section) => ({
      name: /^'(.*)'$/m.exec(section)?.[1] ?? section.split('\n', 1).join(''),
      disks: [...section.matchAll(/^ {2}block\.\d+\.path=(.*)$/gm)].map((match) => match[1] ?? ''),
    }))
}
