/** The homes of other accounts: they stay on their laptop unless the person adds them. */
import type { LocalAccount } from '../../../../tools/accounts/accounts.ts'

export interface OtherHome {
  readonly account: string
  /** Absolute, without a slash at its end. */
  readonly home: string
}

/**
 * Those below `root` ("/home"), on whichever disk they are. One that the person's own home is in, or that is in it, is theirs:
 * a service may have its home there, and a domain's folder its members'.
 */
export function otherHomes(
  root: string,
  person: Pick<LocalAccount, 'name' | 'home'>,
  accounts: readonly Pick<LocalAccount, 'name' | 'home'>[],
): readonly OtherHome[] {
  const own = withoutEnd(person.home)
  return accounts.flatMap(({ name, home: written }) => {
    const home = withoutEnd(written)
    const isOther = name !== person.name && home.startsWith(`${root}/`) && !isAtOrIn(own, home) && !isAtOrIn(home, own)
    return isOther ? [{ account: name, home }] : []
  })
}

function withoutEnd(folder: string): string {
  return folder.replace(/\/+$/, '')
}

function isAtOrIn(place: string, folder: string): boolean {
  return place === folder || place.startsWith(`${folder}/`)
}
