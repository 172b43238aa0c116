/** Parts of the system that go back with it or not at all: programs, their settings, and what dpkg knows of them. */
import path from 'node:path'

/** Below the root of the system. Logs, caches and what people store may be of another time. */
const together = ['etc', 'bin', 'lib', 'sbin', 'usr/bin', 'usr/lib', 'usr/sbin', 'usr/share', 'var/lib/dpkg'] as const

/** Whether something mounted at `place` would hold such a part: "/var", "/var/lib", "/usr". `root`: of the system, "/". */
export function isPartOfSystem(root: string, place: string): boolean {
  if (place === root) return false
  return together.some((part) => `${path.join(root, part)}/`.startsWith(`${place}/`))
}
