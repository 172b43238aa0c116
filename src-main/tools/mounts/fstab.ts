/** fstab(5) as findmnt(8) reads it: what is meant to be mounted where. */
import { z } from 'zod'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface FstabEntry {
  readonly target: string
  readonly fsType: string
  readonly options: readonly string[]
}

const answerSchema = z.object({
  filesystems: z.array(z.object({ target: z.string(), fstype: z.string(), options: z.string().nullable() })),
})

/** An empty table makes findmnt end with 1 and say nothing. */
export async function readFstab(file: string, options: RunOptions): Promise<readonly FstabEntry[]> {
  const argv = ['findmnt', '--fstab', '--tab-file', file, '--json', '--output', 'TARGET,FSTYPE,OPTIONS'] as const
  const { stdout, exitCode } = await run({ title: titles.readNamed({ name: file }), argv, exitCodes: [0, 1] }, options)
  return exitCode === 1 && stdout.trim() === '' ? [] : parseFstab(stdout)
}

export function parseFstab(text: string): readonly FstabEntry[] {
  const answer = answerSchema.safeParse(parseJson(text))
  if (!answer.success) throw unreadableAnswer('findmnt --fstab', text)
  return answer.data.filesystems.map(({ target, fstype, options }) => ({
    target,
    fsType: fstype,
    options: (options ?? '').split(',').filter((word) => word !== ''),
  }))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadableAnswer('findmnt --fstab', text)
  }
}
