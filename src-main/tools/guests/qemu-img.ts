/** qemu-img, 7.2 to 10.0. Always with the format named: guessing it from contents that a guest wrote is how images lie. */
import { z } from 'zod'
import { fewLines } from '../../kernel/few-lines.ts'
import { parseJson } from '../../kernel/parse-json.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export type ImageInfo =
  /** `inUse`: another process has it open for writing, a running guest. */
  | {
      readonly kind: 'qcow2'
      readonly inUse: boolean
      readonly virtualBytes: number
      readonly backingFile: string | undefined
      /** Contents that stand in a file of their own (qcow2's data_file). */
      readonly dataFile: string | undefined
    }
  | { readonly kind: 'not-qcow2'; readonly said: string }

const infoSchema = z.object({
  format: z.literal('qcow2'),
  'virtual-size': z.number(),
  'backing-filename': z.string().optional(),
  'format-specific': z.object({ data: z.object({ 'data-file': z.string().optional() }) }).optional(),
})

/** Reads one image's header; what it is backed by is not opened. */
export async function readImageInfo(file: string, options: RunOptions): Promise<ImageInfo> {
  const asked = await askInfo(file, [], options)
  const inUse = asked.exitCode !== 0 && isLockRefusal(asked.stderr)
  const { exitCode, stdout, stderr } = inUse ? await askInfo(file, ['--force-share'], options) : asked
  return exitCode === 0 ? { ...parseInfo(stdout), inUse } : { kind: 'not-qcow2', said: stderr.trim() }
}

async function askInfo(file: string, more: readonly string[], options: RunOptions) {
  return run(
    {
      title: titles.inspectImage({}),
      argv: ['qemu-img', 'info', '--output=json', '-f', 'qcow2', ...more, '--', file],
      exitCodes: [0, 1],
    },
    options,
  )
}

/** `Failed to get shared "write" lock`, `"consistent read"` and the like. */
export function isLockRefusal(stderr: string): boolean {
  return /Failed to get (shared )?"[a-z ]+" lock/.test(stderr)
}

export function parseInfo(text: string): Omit<Extract<ImageInfo, { kind: 'qcow2' }>, 'inUse'> {
  const parsed = infoSchema.safeParse(parseJson(text))
  if (!parsed.success) throw unreadableAnswer('qemu-img info', text)
  const { data } = parsed
  return {
    kind: 'qcow2',
    virtualBytes: data['virtual-size'],
    backingFile: data['backing-filename'],
    dataFile: data['format-specific']?.data['data-file'],
  }
}

/** 3: clusters that are reserved and not used, harmless (qemu-img(1), "check"). */
const soundExitCodes: readonly number[] = [0, 3]

/** What qemu-img says of an image that is damaged, in a few lines; undefined of one that is sound. What it is backed by is not opened. */
export async function findDamage(file: string, options: RunOptions): Promise<string | undefined> {
  const alone = { driver: 'qcow2', file: { driver: 'file', filename: file }, backing: null }
  const { exitCode, stdout, stderr } = await run(
    {
      title: titles.checkImage({}),
      argv: ['qemu-img', 'check', '--output=json', `json:${JSON.stringify(alone)}`],
      exitCodes: [0, 1, 2, 3],
      diesWithAgent: true,
    },
    options,
  )
  if (soundExitCodes.includes(exitCode)) return undefined
  // 1: it could not be checked at all; then it prints no report.
  const found = checkSchema.safeParse(parseJson(stdout))
  const counted = found.success ? countedIn(found.data) : ''
  return counted === '' ? fewLines(stderr.trim()) : counted
}

const checkSchema = z.object({
  corruptions: z.number().optional(),
  leaks: z.number().optional(),
  'check-errors': z.number().optional(),
})

function countedIn({ corruptions = 0, leaks = 0, 'check-errors': errors = 0 }: z.infer<typeof checkSchema>): string {
  const counts = { corruptions, leaks, 'check errors': errors }
  return Object.entries(counts)
    .flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`]))
    .join(', ')
}
