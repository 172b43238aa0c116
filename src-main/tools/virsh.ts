/** libvirt's virsh, 9.0 to 11.3: which guests run, and on which images. */
import { AppError } from '../kernel/app-error.ts'
import { run, type RunOptions } from './run.ts'

export interface RunningGuest {
  readonly name: string
  /** Absolute paths of the files it has as disks. */
  readonly disks: readonly string[]
}

/** Guests that run or are paused. Undefined where libvirt is not installed or does not answer. */
export async function listRunningGuests(options: RunOptions): Promise<readonly RunningGuest[] | undefined> {
  try {
    const { exitCode, stdout } = await run(
      {
        title: 'list the running virtual machines',
        argv: ['virsh', '--connect', 'qemu:///system', 'domstats', '--raw', '--list-active', '--block'],
        exitCodes: [0, 1],
      },
      options,
    )
    return exitCode === 0 ? parseDomainStats(stdout) : undefined
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'tool-missing') return undefined
    throw thrown
  }
}

/** "Domain: 'name'", then lines "  block.0.path=/var/lib/libvirt/images/x.qcow2", then an empty line (virsh(1), "domstats"). */
export function parseDomainStats(text: string): readonly RunningGuest[] {
  return text
    .split(/^Domain: /m)
    .slice(1)
    .map((section) => ({
      name: /^'(.*)'$/m.exec(section)?.[1] ?? section.split('\n', 1).join(''),
      disks: [...section.matchAll(/^ {2}block\.\d+\.path=(.*)$/gm)].map((match) => match[1] ?? ''),
    }))
}
