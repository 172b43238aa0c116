/** fstab(5) as findmnt(8) reads it: what is meant to be mounted where. */
import { z } from 'zod'
import { readIfThere, readOwnText } from '../files/own-file.ts'
import { replaceKeepingRights } from '../files/durable-file.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { parseJson } from '../../kernel/parse-json.ts'

export interface FstabEntry {
  /** "UUID=..." or "/dev/mapper/..." */
  readonly source: string
  readonly target: string
  readonly fsType: string
  readonly options: readonly string[]
}

const answerSchema = z.object({
  filesystems: z.array(
    z.object({ source: z.string(), target: z.string(), fstype: z.string(), options: z.string().nullable() }),
  ),
})

/** An empty table, or none, makes findmnt end with 1 and print nothing; so does one that it cannot read. */
export async function readFstab(file: string, options: RunOptions): Promise<readonly FstabEntry[]> {
  const argv = ['findmnt', '--fstab', '--tab-file', file, '--json', '--output', 'SOURCE,TARGET,FSTYPE,OPTIONS'] as const
  const { stdout, stderr, exitCode } = await run(
    { title: titles.readNamed({ name: file }), argv, exitCodes: [0, 1] },
    options,
  )
  if (exitCode === 0 || stdout.trim() !== '') return parseFstab(stdout)
  if (hasEntries(readIfThere(file) ?? '')) throw unreadableAnswer('findmnt --fstab', stderr)
  return []
}

/** fstab(5): lines that are neither empty nor a comment. */
function hasEntries(text: string): boolean {
  return text.split('\n').some((line) => /^\s*[^#\s]/.test(line))
}

export function parseFstab(text: string): readonly FstabEntry[] {
  const answer = answerSchema.safeParse(parseJson(text))
  if (!answer.success) throw unreadableAnswer('findmnt --fstab', text)
  return answer.data.filesystems.map(({ source, target, fstype, options }) => ({
    source,
    target,
    fsType: fstype,
    options: (options ?? '').split(',').filter((word) => word !== ''),
  }))
}

/** One more line at its end; the others stay as they are. On the disk when it returns. */
export function addToFstab(file: string, entry: FstabEntry): void {
  const text = readOwnText(file)
  const words = [entry.source, entry.target, entry.fsType, entry.options.join(','), '0', '0']
  replaceKeepingRights(file, `${text}${hasWholeLines(file) ? '' : '\n'}${words.join(' ')}\n`)
}

/** Whether its last line has an end, as it need not have. */
export function hasWholeLines(file: string): boolean {
  const text = readOwnText(file)
  return text === '' || text.endsWith('\n')
}

/** `wholeLines`: as `hasWholeLines` said before the line was added. The others stay as they are. */
export function removeFromFstab(
  file: string,
  { target, wholeLines }: { readonly target: string; readonly wholeLines: boolean },
): void {
  const lines = readOwnText(file).split('\n')
  const kept = lines.filter((line) => line.trim().startsWith('#') || line.trim().split(/\s+/)[1] !== target)
  if (kept.length === lines.length) return
  // It was the last one, and what is the last one now had no end before.
  const cut = !wholeLines && lines.at(-2)?.trim().split(/\s+/)[1] === target
  const text = kept.join('\n')
  replaceKeepingRights(file, cut ? text.replace(/\n$/, '') : text)
}
