/** du(1): how much there is to read in a folder. */
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** Lengths of files, each once however many names it has. What cannot be read does not count (exit code 1). */
export async function readTreeBytes(folder: string, options: RunOptions): Promise<number> {
  const argv = ['du', '--summarize', '--apparent-size', '--block-size=1', '--one-file-system', '--', folder] as const
  const { stdout } = await run({ title: titles.measureFolder({ name: folder }), argv, exitCodes: [0, 1] }, options)
  const bytes = /^(\d+)\t/.exec(stdout)?.[1]
  if (bytes === undefined) throw unreadableAnswer('du', stdout)
  return Number(bytes)
}
