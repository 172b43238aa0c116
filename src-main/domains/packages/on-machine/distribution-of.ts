/** Whether an archive is one that a distribution is made of, from wherever it is fetched. */
import type { SystemRelease } from '../../../tools/os-release.ts'

const ownHosts = /^https?:\/\/(?:[a-z0-9-]+\.)*(debian(?=\.org)|ubuntu(?=\.com))\.(?:org|com)(?:[:/]|$)/
const ownKeys = /^\/usr\/share\/keyrings\/(debian|ubuntu)-archive-[a-z-]*keyring\.(?:gpg|pgp)$/
/** Of single persons, for debugging, for other processors, or with a subscription: the same suites, and other packages. */
const besideIt =
  /^https?:\/\/(?:(?:private-)?ppa\.|(?:people|ports)\.debian\.org|(?:ddebs|esm)\.ubuntu\.com|[^/]+\/debian-ports(?:\/|$))/

interface Asked {
  readonly uri: string
  /** By the name of the release. */
  readonly suite: string
  /** As it stands in the entry; empty where there is none. */
  readonly signedBy: string
}

/** "Debian"; undefined for what is none of a distribution's. */
export function distributionOf({ uri, suite, signedBy }: Asked, { id, codename }: SystemRelease): string | undefined {
  if (besideIt.test(uri)) return undefined
  const name = ownKeys.exec(signedBy)?.[1] ?? ownHosts.exec(uri)?.[1]
  if (name !== undefined) return asTitle(name)
  const isOfRelease = codename !== '' && (suite === codename || suite.startsWith(`${codename}-`))
  const isOwn = signedBy === '' && isOfRelease && [`/${id}`, `/${id}-security`].some((end) => uri.endsWith(end))
  return isOwn ? asTitle(id) : undefined
}

/** Where the distribution's own package puts the keys that sign all of its archives (Debian 12 and 13, Ubuntu 22.04 and 24.04). */
export function keyringsOf(distribution: string): readonly string[] {
  return ['gpg', 'pgp'].map((ending) => `/usr/share/keyrings/${distribution.toLowerCase()}-archive-keyring.${ending}`)
}

function asTitle(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
}
