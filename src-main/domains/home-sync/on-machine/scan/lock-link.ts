/** Links that lead nowhere and are locks of running programs: what they lead to names a process. Wherever they are. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { lookInside } from '../../../../tools/files/safe-path.ts'

const forms: readonly { readonly name: RegExp; readonly target: RegExp }[] = [
  // Firefox and what was made from it: "127.0.1.1:+4242"
  { name: /^lock$/, target: /^\d{1,3}(\.\d{1,3}){3}:\+?\d+$/ },
  // Emacs, of a file that is edited: "alice@p17.4242:1764230000"
  { name: /^\.#./, target: /^[^@/]*@[^/]+\.\d+(:\d+)?$/ },
  // Twisted, by which Deluge and others are made: "4242"
  { name: /lock$/i, target: /^\d+$/ },
]

/** `target`: what the link says, byte by byte. */
export function isLockLink(name: string, target: string): boolean {
  return forms.some((form) => form.name.test(name) && form.target.test(target))
}

/** Of a path in a frozen tree. */
export function isLockLinkIn(root: string, path: BytePath): boolean {
  const inside = lookInside(root)
  try {
    const target = inside.target(path)
    return target !== undefined && isLockLink(path.slice(path.lastIndexOf('/') + 1), target)
  } finally {
    inside.close()
  }
}
