/** What the program lists, as it is told. */
import type { ListedFlatpak } from '../../../../tools/flatpak/flatpak-lists.ts'
import type { Flatpak } from '../model.ts'

/** `commit`: the whole one. Without it there is no version that is used. */
export function describeFlatpak(listed: ListedFlatpak, commit: string | undefined): readonly Flatpak[] {
  if (commit === undefined) return []
  const { title, version } = listed
  return [{ ...listed, title: title.slice(0, 200), version: version.slice(0, 200), commit }]
}

/** Who may sign in somewhere stays on this laptop, and so does a token. What is no address to us is not told at all. */
export function withoutPassword(url: string): { readonly url: string; readonly hasPassword: boolean } {
  if (url !== '' && !URL.canParse(url)) return { url: '', hasPassword: true }
  const plain = url.replace(/[?#].*$/s, '').replace(/^([a-z+]+:\/\/)[^/]*@/i, '$1')
  return { url: plain, hasPassword: plain !== url }
}
