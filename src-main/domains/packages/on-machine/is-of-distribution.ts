/** Whether an archive is the distribution's own, from wherever it is fetched: each laptop has the one of its release. */
import type { SystemRelease } from '../../../tools/os-release.ts'

const ownHosts = /^https?:\/\/(?:[a-z0-9-]+\.)*(?:debian\.org|ubuntu\.com)(?:[:/]|$)/
const ownKeys = /^\/usr\/share\/keyrings\/(?:debian|ubuntu)-archive-[a-z-]*keyring\.(?:gpg|pgp)$/
/** Archives of single persons are below such a folder, too. */
const personalHosts = /^https?:\/\/(?:ppa|private-ppa)\./

interface Asked {
  readonly uri: string
  readonly suite: string
  /** As it stands in the entry; empty where there is none. */
  readonly signedBy: string
}

export function isOfDistribution({ uri, suite, signedBy }: Asked, { id, codename }: SystemRelease): boolean {
  if (personalHosts.test(uri)) return false
  if (ownKeys.test(signedBy) || ownHosts.test(uri)) return true
  const isOfRelease = codename !== '' && (suite === codename || suite.startsWith(`${codename}-`))
  return signedBy === '' && isOfRelease && [`/${id}`, `/${id}-security`].some((end) => uri.endsWith(end))
}
