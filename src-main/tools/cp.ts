import { run, type RunOptions } from './run.ts'

/**
 * Copies a file without copying its contents where the file system can share them (btrfs, xfs), else with them. The
 * copy has the NOCOW flag of the folder it is made in. Sharing between a file with the flag and one without is refused
 * by btrfs, and cp then copies.
 */
export async function copySharing(from: string, to: string, options: RunOptions): Promise<void> {
  await run(
    { title: 'copy an image', argv: ['cp', '--reflink=auto', '--sparse=auto', '--', from, to], diesWithAgent: true },
    options,
  )
}
