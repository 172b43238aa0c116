import type { FlatpakCapture, Received, Remote } from '../model.ts'
import { sameOf } from './remotes/compare-remotes.ts'

interface Coming {
  readonly install: readonly { readonly ref: string; readonly remote: string }[]
  readonly update: readonly { readonly ref: string }[]
}

/**
 * What is packed of `from`, and by the keys of which remote of the laptop that is taken each is proven: apps, and the runtimes
 * that they need. `remotes`: those that it has, or gets.
 */
export function receivableFrom(from: FlatpakCapture, coming: Coming, remotes: readonly Remote[]): Received[] {
  const agreed = new Map(coming.install.map(({ ref, remote }) => [ref, remote]))
  const here = new Map(from.flatpaks.map((one) => [one.ref, one]))
  const refs = [...coming.install, ...coming.update].map(({ ref }) => ref)
  const runtimes = refs.map((ref) => here.get(ref)?.runtime ?? '').filter((ref) => ref !== '')
  return [...new Set([...refs, ...runtimes])].flatMap((ref) => {
    const source = from.remotes.find(({ name }) => name === here.get(ref)?.origin)
    const remote = agreed.get(ref) ?? (source === undefined ? undefined : sameOf(source, remotes)?.name)
    return remote === undefined ? [] : [{ ref, remote }]
  })
}
