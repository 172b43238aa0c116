/** lsblk(8), util-linux 2.37 and later: which block devices are attached, and what is on them. */
import { z } from 'zod'
import { parseJson } from '../../kernel/parse-json.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface BlockDevice {
  /** "/dev/sdb1" */
  readonly path: string
  readonly sizeBytes: number
  /** "disk", "part", "crypt", "lvm", "loop", "rom". */
  readonly type: string
  /** "btrfs", "ext4", "crypto_LUKS", as udev read it; undefined where there is none, or nobody has read it. */
  readonly fsType: string | undefined
  readonly label: string | undefined
  /** Of the file system. */
  readonly uuid: string | undefined
  /** Of the whole disk: "Elements 25A2". */
  readonly model: string | undefined
  /** "[SWAP]" for swap space. */
  readonly mountPoints: readonly string[]
  readonly isReadOnly: boolean
  /** Of the file system that is mounted. */
  readonly freeBytes: number | undefined
  /** Partitions, and what is unlocked of them. */
  readonly parts: readonly BlockDevice[]
}

const columns = 'PATH,SIZE,TYPE,FSTYPE,LABEL,UUID,MODEL,MOUNTPOINTS,RO,FSAVAIL'

export async function listBlockDevices(options: RunOptions): Promise<readonly BlockDevice[]> {
  const argv = ['lsblk', '--json', '--bytes', '--output', columns] as const
  const { stdout } = await run({ title: titles.listBlockDevices({}), argv }, options)
  return parseLsblk(stdout)
}

const text = z.string().nullable()
/** A number with --bytes; FSAVAIL is a string before 2.39. */
const bytes = z.union([z.number(), z.string().transform(Number)])

const deviceSchema = z.object({
  path: z.string(),
  size: bytes,
  type: z.string(),
  fstype: text,
  label: text,
  uuid: text,
  model: text,
  mountpoints: z.array(text),
  ro: z.boolean(),
  fsavail: bytes.nullable(),
  get children() {
    return z.array(deviceSchema).optional()
  },
})

export function parseLsblk(answer: string): readonly BlockDevice[] {
  const { data } = z.object({ blockdevices: z.array(deviceSchema) }).safeParse(parseJson(answer))
  if (data === undefined) throw unreadableAnswer('lsblk', answer)
  return data.blockdevices.map(deviceOf)
}

function deviceOf(found: z.infer<typeof deviceSchema>): BlockDevice {
  const named = (one: string | null): string | undefined => (one === null || one.trim() === '' ? undefined : one.trim())
  return {
    ...{ path: found.path, sizeBytes: found.size, type: found.type, isReadOnly: found.ro },
    ...{ fsType: named(found.fstype), label: named(found.label), uuid: named(found.uuid), model: named(found.model) },
    mountPoints: found.mountpoints.filter((one) => one !== null),
    freeBytes: found.fsavail ?? undefined,
    parts: (found.children ?? []).map(deviceOf),
  }
}
