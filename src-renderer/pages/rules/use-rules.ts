import { useCallback } from 'react'
import type { WireError } from '../../../src-main/contract/wire-error.ts'
import { useCall } from '../../stores/use-call.ts'
import type { AnyRule } from './rule-words.ts'

/** What the page lists, each of it from the file that has it. */
export function useRules() {
  const etc = useCall('etcList', {})
  const home = useCall('homeExclusions', {})
  const packages = useCall('packagesRules', {})
  const containers = useCall('containersRules', {})
  const kept = useCall('keptList', {})
  const [askEtc, askHome, askPackages] = [etc.askAgain, home.askAgain, packages.askAgain]
  const [askContainers, askKept] = [containers.askAgain, kept.askAgain]
  const askAgain = useCallback(() => {
    askEtc()
    askHome()
    askPackages()
    askContainers()
    askKept()
  }, [askEtc, askHome, askPackages, askContainers, askKept])
  const all = [etc, home, packages, containers, kept]
  const errors: readonly WireError[] = all.flatMap(({ error }) => error ?? [])
  return { etc, home, packages, containers, kept, askAgain, errors }
}

export type Lists = ReturnType<typeof useRules>
type Values = { readonly [K in 'etc' | 'home' | 'packages' | 'containers' | 'kept']: NonNullable<Lists[K]['value']> }

export function rulesIn({ etc, home, packages, containers, kept }: Lists): readonly AnyRule[] {
  const others = { packages: packages.value, containers: containers.value }
  return rulesOf({ etc: etc.value, home: home.value, ...others, kept: kept.value })
}

/** As far as they are known. */
export function rulesOf({
  etc,
  home,
  packages,
  containers,
  kept,
}: { readonly [K in keyof Values]: Values[K] | undefined }): readonly AnyRule[] {
  return [
    ...(etc?.rules ?? []).map((rule) => ({ kind: 'etc', rule }) as const),
    ...(home?.rules ?? []).map((rule) => ({ kind: 'home', rule }) as const),
    ...(packages?.rules ?? []).map((rule) => ({ kind: 'package', rule }) as const),
    ...(containers?.rules ?? []).map((rule) => ({ kind: 'container', rule }) as const),
    ...(kept?.kinds ?? []).flatMap((of) => of.names.map((name) => ({ kind: 'kept', of, name }) as const)),
  ]
}

/** Where the person's own are: that of /etc always, any other one when it has some. */
export function filesIn({ etc, home, packages, containers, kept }: Lists): readonly string[] {
  return [
    ...(etc.value === undefined ? [] : [etc.value.file]),
    ...(home.value === undefined || home.value.rules.length === 0 ? [] : [home.value.file]),
    ...(packages.value === undefined || packages.value.rules.length === 0 ? [] : [packages.value.file]),
    ...(containers.value === undefined || containers.value.rules.length === 0 ? [] : [containers.value.file]),
    ...(kept.value === undefined || kept.value.kinds.every(({ names }) => names.length === 0) ? [] : [kept.value.file]),
  ]
}
