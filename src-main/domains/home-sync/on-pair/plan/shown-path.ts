import type { BytePath } from '../../../../kernel/byte-path.ts'

/** Below the person's own folder as they know it, anything else from the root on. */
export function shownPath(path: BytePath, personFolder: BytePath): BytePath {
  return path.startsWith(`${personFolder}/`) ? path.slice(personFolder.length + 1) : `/home/${path}`
}
