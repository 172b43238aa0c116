import { useCallback } from 'react'
import type { WireError } from '../../../src-main/contract/wire-error.ts'
import { useCall } from '../../stores/use-call.ts'
import type { AnyRule } from './rule-words.ts'

/** What the page lists, each of it from the file that has it. */
export function useRules() {
  const etc = useCall('etcList', {})
  const home = useCall('homeExclusions', {})
  const packages = useCall('packagesRules', {})
  const kept = useCall('keptList', {})
  const [askEtc, askHome, askPackages, askKept] = [etc.askAgain, home.askAgain, packages.askAgain, kept.askAgain]
  const askAgain = useCallback(() => {
    askEtc()
    askHome()
    askPackages()
    askKept()
  }, [askEtc, askHome, askPackages, askKept])
  const errors: readonly WireError[] = [etc.error, home.error, packages.error, kept.error].filter(
    (error) => error !== undefined,
  )
  return { etc, home, packages, kept, askAgain, errors }
}

export type Lists = ReturnType<typeof useRules>
type Values = { readonly [K in 'etc' | 'home' | 'packages' | 'kept']: NonNullable<Lists[K]['value']> }

export function rulesIn({ etc, home, packages, kept }: Lists): readonly AnyRule[] {
  return rulesOf({ etc: etc.value, home: home.value, packages: packages.value, kept: kept.value })
}

/** As far as they are known. */
export function rulesOf({
  etc,
  home,
  packages,
  kept,
}: { readonly [K in keyof Values]: Values[K] | undefined }): readonly AnyRule[] {
  return [
    ...(etc?.rules ?? []).map((rule) => ({ kind: 'etc', rule }) as const),
    ...(home?.rules ?? []).map((rule) => ({ kind: 'home', rule }) as const),
    ...(packages?.rules ?? []).map((rule) => ({ kind: 'package', rule }) as const),
    ...(kept?.kinds ?? []).flatMap((of) => of.names.map((name) => ({ kind: 'kept', of, name }) as const)),
  ]
}

/** Where the person's own are: that of /etc always, any other one when it has some. */
export function filesIn({ etc, home, packages, kept }: Lists): readonly string[] {
  return [
    ...(etc.value === undefined ? [] : [etc.value.file]),
    ...(home.value === undefined || home.value.rules.length === 0 ? [] : [home.value.file]),
    ...(packages.value === undefined || packages.value.rules.length === 0 ? [] : [packages.value.file]),
    ...(kept.value === undefined || kept.value.kinds.every(({ names }) => names.length === 0) ? [] : [kept.value.file]),
  ]
}
