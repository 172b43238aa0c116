/** mount(8) and umount(8). Never with `--lazy`: programs would go on writing into what nobody sees any more. */
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface MountRequest {
  readonly source: string
  readonly target: string
  readonly options: string
}

/** Words put before a command so that it sees the mounts of another process (nsenter(1)); none for one's own. */
export type InNamespace = readonly string[]

export function inNamespaceOf(pid: number): InNamespace {
  return ['nsenter', `--mount=/proc/${pid}/ns/mnt`, '--']
}

export async function mountBtrfs(request: MountRequest, within: InNamespace, options: RunOptions): Promise<void> {
  const { source, target, options: words } = request
  const argv = prefixed(within, ['mount', '-t', 'btrfs', '-o', words, '--', source, target])
  await run({ title: titles.mount({ name: target }), argv }, options)
}

/** `source` is a folder of root's, in which nothing is mounted. */
export async function mountBound(
  { source, target }: Omit<MountRequest, 'options'>,
  options: RunOptions,
): Promise<void> {
  const argv = ['mount', '--bind', '--', source, target] as const
  await run({ title: titles.mount({ name: target }), argv }, options)
}

export type UnmountOutcome = 'unmounted' | 'busy' | 'not-mounted'

/** "busy" is the kernel's own word that somebody uses it; nothing is changed then. */
export async function unmount(target: string, within: InNamespace, options: RunOptions): Promise<UnmountOutcome> {
  const command = {
    title: titles.unmount({ name: target }),
    argv: prefixed(within, ['umount', '--', target]),
    // 32: it failed (umount(8)); why, is in its words alone.
    exitCodes: [0, 32],
  }
  const { exitCode, stderr } = await run(command, options)
  if (exitCode === 0) return 'unmounted'
  if (/not mounted|no mount point/.test(stderr)) return 'not-mounted'
  if (/busy/.test(stderr)) return 'busy'
  await run({ ...command, exitCodes: [0] }, options)
  return 'unmounted'
}

function prefixed(within: InNamespace, argv: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const [first, ...rest] = within
  return first === undefined ? argv : [first, ...rest, ...argv]
}
