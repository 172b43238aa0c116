import { readFile } from 'node:fs/promises'

/** Mount points at and below a folder, in the order in which they were mounted (proc(5), mountinfo). */
export async function mountsBelow(folder: string): Promise<string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8')
  return parseMountPoints(table).filter((target) => target === folder || target.startsWith(`${folder}/`))
}

export function parseMountPoints(mountinfo: string): string[] {
  return mountinfo.split('\n').flatMap((line) => {
    const target = line.split(' ')[4]
    return target === undefined ? [] : [unescapeOctal(target)]
  })
}

/** The kernel writes space, tab, newline and backslash as three octal digits. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_whole, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}
