/** Paths are bytes (kernel/byte-path.ts), one character for each; here they become what a person reads. */
import type { SnapshotSubvolume } from '../../src-main/contract/snapshot-calls.ts'

const decoder = new TextDecoder('utf-8')

/** Bytes that are not UTF-8 become U+FFFD, control characters are written as escapes. What is text already stays. */
export function textOfPath(path: string): string {
  // eslint-disable-next-line no-control-regex -- the range of a byte begins there
  if (/[^\u0000-\u00ff]/.test(path)) return path
  const text = decoder.decode(Uint8Array.from(path, (character) => character.charCodeAt(0) & 0xff))
  // eslint-disable-next-line no-control-regex -- control characters are exactly what has to be found
  return text.replace(/[\u0000-\u001f\u007f]/g, (character) => JSON.stringify(character).slice(1, -1))
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** "" for what lies at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** The person's own folder as a place within the subvolume, "" where it is not in it. */
export function homeIn(subvolume: Pick<SnapshotSubvolume, 'path'> | undefined, home: string | undefined): string {
  if (subvolume?.path === undefined || home === undefined) return ''
  const top = `${subvolume.path.replace(/\/$/, '')}/`
  return home.startsWith(top) ? bytesOf(home.slice(top.length)) : ''
}

function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text))
}

/** "~/Documents/todo.txt", "/srv/site/index.html": where it is for whoever works on the laptop. */
export function shownPath(
  subvolume: Pick<SnapshotSubvolume, 'subvolume' | 'path'> | undefined,
  path: string,
  home?: string,
): string {
  const top = subvolume?.path === undefined ? '' : subvolume.path.replace(/\/$/, '')
  const whole = subvolume?.path === undefined ? textOfPath(path) : `${top}/${textOfPath(path)}`
  if (home === undefined) return whole
  if (whole === home || whole === `${home}/`) return '~'
  return whole.startsWith(`${home}/`) ? `~${whole.slice(home.length)}` : whole
}
