/**
 * When guests were last started, from libvirt's log of each (/var/log/libvirt/qemu/NAME.log, 4.0 to 11.3). A line
 * "2026-11-20 18:05:12.123+0000: starting up libvirt version: ..." is followed by QEMU's command line, which names the images.
 */
import { openOwn } from '../files/own-file.ts'
import { closeSync, fstatSync, readSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../../kernel/errno.ts'

const logFolder = '/var/log/libvirt/qemu'
/** What virtlogd(8) turns away is NAME.log.0 and higher. */
const isLog = (name: string): boolean => /\.log(\.\d+)?$/.test(name)
/** Of the end of each: a command line has about 10 kB. */
const bytesRead = 512 * 1024
const starting = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}\.\d{3})\+0000: starting up /
const stamped = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}\.\d+/

/** Absolute paths of images to times (ISO, UTC). Nothing where there are no such logs, or none that says so. */
export async function readLastStarts(folder = logFolder): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  })
  const texts = names.filter(isLog).map((name) => readEnd(path.join(folder, name)))
  const newest = new Map<string, string>()
  for (const { file, at } of texts.flatMap(parseStarts)) if (at > (newest.get(file) ?? '')) newest.set(file, at)
  return newest
}

function readEnd(file: string): string {
  const descriptor = openOwn(file)
  try {
    const { size } = fstatSync(descriptor)
    const end = Buffer.alloc(Math.min(size, bytesRead))
    return end.toString('utf8', 0, readSync(descriptor, end, 0, end.length, size - end.length))
  } finally {
    closeSync(descriptor)
  }
}

interface Start {
  readonly file: string
  readonly at: string
}

export function parseStarts(text: string): readonly Start[] {
  const starts: Start[] = []
  let at: string | undefined
  for (const line of text.split('\n')) {
    const [, day, time] = starting.exec(line) ?? []
    if (day !== undefined && time !== undefined) at = `${day}T${time}Z`
    else if (stamped.test(line)) at = undefined
    else if (at !== undefined) for (const file of filesIn(line)) starts.push({ file, at })
  }
  return starts
}

/** Of -blockdev, in JSON within quotes of a shell, and of the older -drive, where a comma in a name is doubled. */
function filesIn(line: string): readonly string[] {
  const json = [...line.replaceAll(String.raw`'\''`, "'").matchAll(/"filename":("(?:[^"\\]|\\.)*")/g)]
  const drives = [...line.matchAll(/-drive file=((?:[^,\s]|,,)+)/g)]
  return [
    ...json.map(([, name = '""']) => String(JSON.parse(name))),
    ...drives.map(([, name = '']) => name.replaceAll(',,', ',')),
  ]
}
